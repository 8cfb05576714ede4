import torch
def sgd(params, lr, batch_size):
    for p in params:
        p = p.data
        p -= lr * p.grad / batch_size
