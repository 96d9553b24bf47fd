"""The sync area's HTTP edge."""
