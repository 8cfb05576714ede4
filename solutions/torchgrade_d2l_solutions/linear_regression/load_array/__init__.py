"""Reference, hidden checks and variants of ``load_array``."""
