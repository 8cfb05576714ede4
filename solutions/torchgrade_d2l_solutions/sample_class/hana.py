import random

import torch


def synthetic_data(w, b, num_examples):
    """Draw features and noisy labels."""
    # TODO: write your code here.
    raise NotImplementedError


def data_iter(batch_size, features, labels):
    """Yield minibatches (X, y) in random order."""
    # TODO: write your code here.
    raise NotImplementedError


def sgd(params, lr, batch_size):
    """Minibatch stochastic gradient descent."""
    pass


def softmax(X):
    """Softmax of each row."""
    # TODO: write your code here.
    raise NotImplementedError


def cross_entropy(y_hat, y):
    """One loss for each example."""
    # TODO: write your code here.
    raise NotImplementedError


def accuracy(y_hat, y):
    """How many predictions are right."""
    # TODO: write your code here.
    raise NotImplementedError


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    """Train net for num_epochs."""
    ...
