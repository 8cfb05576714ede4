"""Reference, hidden checks and variants of ``normal_equation``."""
