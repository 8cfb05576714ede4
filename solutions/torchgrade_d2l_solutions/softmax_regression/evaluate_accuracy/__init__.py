"""Reference, hidden checks and variants of ``evaluate_accuracy``."""
