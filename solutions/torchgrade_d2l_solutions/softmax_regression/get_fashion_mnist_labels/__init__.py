"""Reference, hidden checks and variants of ``get_fashion_mnist_labels``."""
