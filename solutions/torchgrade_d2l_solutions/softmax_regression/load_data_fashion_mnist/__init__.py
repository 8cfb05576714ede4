"""Reference, hidden checks and variants of ``load_data_fashion_mnist``."""
