import torch


def sgd(params, lr, batch_size):
    lr = torch.tensor(lr)
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
