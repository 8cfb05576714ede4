"""Exercise init_weights: normal weights for every linear layer."""
