"""Exercise `train_linreg`: train linear regression from scratch."""
