"""Exercise load_data_fashion_mnist: iterators over the batches of both splits."""
