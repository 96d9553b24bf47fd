"""Goals follow the data."""
