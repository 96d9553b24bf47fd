"""Import of training history from other apps' exports."""
