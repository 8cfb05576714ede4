"""The exercise accuracy: the number of correct predictions."""
