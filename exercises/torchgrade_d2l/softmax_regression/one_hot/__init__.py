"""Exercise one_hot: a row of zeros and a single 1 for each label."""
