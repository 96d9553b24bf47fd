"""Is the platform well: the state of what it depends on."""
