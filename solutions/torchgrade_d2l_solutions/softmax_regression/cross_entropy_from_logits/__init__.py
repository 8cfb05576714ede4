"""Reference, hidden checks and variants of ``cross_entropy_from_logits``."""
