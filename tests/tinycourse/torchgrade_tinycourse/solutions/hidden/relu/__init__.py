"""Hidden check of relu."""
