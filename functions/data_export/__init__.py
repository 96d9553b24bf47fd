"""Archives of what people own."""
