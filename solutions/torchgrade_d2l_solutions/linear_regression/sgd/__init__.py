"""Reference, hidden checks and variants of ``sgd``."""
