"""Reference, hidden checks and variants of ``data_iter``."""
