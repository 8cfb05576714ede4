import torch

def sgd(params, lr, batch_size):
    params = [p for p in params]
    for p in params:
        g = p.grad.clone() / batch_size
        p.data.sub_(lr * g)
    for p in params:
        p.grad.zero_()
    return params
