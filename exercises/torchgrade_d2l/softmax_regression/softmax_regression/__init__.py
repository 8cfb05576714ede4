"""Exercise softmax_regression: the probabilities of the classes for a batch of images."""
