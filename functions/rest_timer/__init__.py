"""The ends of rests."""
