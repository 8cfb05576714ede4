import torch
import random

num_inputs = 2


def linreg(w, b, x):
    return torch.matmul(x, w) + b


def loss_fn(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
