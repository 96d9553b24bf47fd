"""Goals: what a user wants to reach, followed by what they do."""
