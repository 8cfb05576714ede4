import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        params -= lr * params.grad / batch_size
        params.grad.zero_()
