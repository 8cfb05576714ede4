import torch

def sgd(params, lr, batch_size):
    for i, param in enumerate(params):
        if param.grad is None:
            continue
        with torch.no_grad():
            param[...] = param - lr * param.grad / batch_size
        del param.grad
