import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.grad *= lr / batch_size
            param -= param.grad
