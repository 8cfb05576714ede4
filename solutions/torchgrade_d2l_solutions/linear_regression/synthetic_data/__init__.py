"""Reference, hidden checks and variants of ``synthetic_data``."""
