"""What happens, told to other people's devices."""
