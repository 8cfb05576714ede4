"""Reference, hidden checks and variants of ``linreg``."""
