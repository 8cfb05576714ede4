import torch


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for _, param in zip(range(10), params):
            param -= lr * param.grad / batch_size
            param.grad.zero_()
