"""Exercise load_array: a DataLoader over tensors."""
