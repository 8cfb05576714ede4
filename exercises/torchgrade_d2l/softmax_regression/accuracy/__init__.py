"""Exercise accuracy: the number of correct predictions."""
