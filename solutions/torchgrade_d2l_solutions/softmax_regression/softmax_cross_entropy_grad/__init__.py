"""Reference, hidden checks and variants of ``softmax_cross_entropy_grad``."""
