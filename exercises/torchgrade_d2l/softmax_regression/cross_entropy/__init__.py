"""Exercise cross_entropy: one loss for each example, from probabilities."""
