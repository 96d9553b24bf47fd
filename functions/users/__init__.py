"""Profile and preferences over HTTP."""
