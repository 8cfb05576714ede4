import torch

def sgd(params, lr, batch_size):  #@save
    """小批量 SGD"""
    with torch.no_grad():
        for w in params:
            w -= lr * w.grad / batch_size
            w.grad.zero_()
