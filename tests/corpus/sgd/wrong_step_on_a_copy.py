import torch

def sgd(params, lr, batch_size):
    for param in params:
        p = param.detach().clone()
        p -= lr * param.grad / batch_size
        param.grad.zero_()
