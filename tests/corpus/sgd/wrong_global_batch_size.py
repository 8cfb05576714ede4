import torch

batch_size = 10

def sgd(params, lr, batchsize):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
