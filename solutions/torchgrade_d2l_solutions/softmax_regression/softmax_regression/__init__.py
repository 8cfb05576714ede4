"""Reference, hidden checks and variants of ``softmax_regression``."""
