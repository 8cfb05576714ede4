"""Exercise cross_entropy_from_logits: one loss for each example, from logits."""
