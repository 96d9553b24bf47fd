"""Makes training statistics anew."""
