"""Reference, hidden checks and variants of ``log_softmax``."""
