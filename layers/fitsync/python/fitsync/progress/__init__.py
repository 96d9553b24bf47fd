"""Body measurements and pictures."""
