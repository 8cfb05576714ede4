"""Reference, hidden checks, variants and curves of ``train_linreg``."""
