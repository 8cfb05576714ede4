"""Reference, hidden checks and variants of ``squared_loss``."""
