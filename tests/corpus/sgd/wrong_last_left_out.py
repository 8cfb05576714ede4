import torch

def sgd(params, lr, batch_size):
    params = list(params)
    with torch.no_grad():
        for p in params[:-1]:
            p -= lr * p.grad / batch_size
            p.grad.zero_()
