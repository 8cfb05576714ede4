"""Exercise ``evaluate_accuracy``."""
