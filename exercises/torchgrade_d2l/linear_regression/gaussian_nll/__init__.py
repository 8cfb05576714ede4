"""Exercise gaussian_nll: the negative log-likelihood of labels with normal noise."""
