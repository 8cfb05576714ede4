"""Reference, hidden checks and variants of ``build_softmax_regression``."""
