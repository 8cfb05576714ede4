import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.grad.zero_()
            g = param.grad.clone()
            param -= lr * g / batch_size
