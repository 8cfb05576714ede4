"""Reference, hidden checks and variants of ``accuracy``."""
