"""Reference, hidden checks and variants of ``build_linreg``."""
