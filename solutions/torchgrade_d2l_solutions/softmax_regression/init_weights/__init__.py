"""Reference, hidden checks and variants of ``init_weights``."""
