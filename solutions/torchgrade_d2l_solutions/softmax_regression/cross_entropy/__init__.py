"""Reference, hidden checks and variants of ``cross_entropy``."""
