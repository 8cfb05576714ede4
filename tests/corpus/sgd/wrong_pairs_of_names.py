import torch
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for name, p in params:
            p -= lr * p.grad / batch_size
