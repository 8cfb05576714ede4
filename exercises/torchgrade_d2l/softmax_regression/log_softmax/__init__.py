"""Exercise log_softmax: logarithms of probabilities, from logits."""
