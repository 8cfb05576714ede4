import torch

def sgd(params, lr, batch_size):
    with torch.no_grad():
        while params:
            p = params.pop()
            p -= lr * p.grad / batch_size
            p.grad.zero_()
