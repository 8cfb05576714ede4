import torch

def sgd(params, lr, batch_size):
    for param in params:
        param.data = (param.data - lr * param.grad / batch_size).float()
        param.grad = None
