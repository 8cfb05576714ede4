import torch


def sgd(batch_size, params, lr):
    for p in params:
        p.data.sub_(lr * p.grad / batch_size)
        p.grad = None
