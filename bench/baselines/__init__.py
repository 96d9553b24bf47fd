"""What the functions are compared with: the least that an HTTP function can be."""
