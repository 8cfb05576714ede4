"""Reference, hidden checks and variants of ``one_hot``."""
