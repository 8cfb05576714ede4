import torch

def sgd(params, lr, batch_size, wd=0.01):
    with torch.no_grad():
        for param in params:
            param -= lr * (param.grad / batch_size + wd * param)
            param.grad.zero_()
