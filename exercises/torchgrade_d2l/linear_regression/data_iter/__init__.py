"""Exercise data_iter: minibatches in random order."""
