"""The exercise data_iter: minibatches in random order."""
