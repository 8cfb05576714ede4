"""Reference, hidden checks and variants of ``gaussian_nll``."""
