"""Exercise linreg: predictions of a linear model."""
