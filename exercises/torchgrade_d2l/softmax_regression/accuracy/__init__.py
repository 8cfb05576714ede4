"""The exercise accuracy: how many predictions are right."""
