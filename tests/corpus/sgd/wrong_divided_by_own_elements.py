import torch
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / p.numel()
        p.grad.zero_()
