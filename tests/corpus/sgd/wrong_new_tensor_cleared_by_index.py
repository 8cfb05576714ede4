import torch

def sgd(params, lr, batch_size):
    params = list(params)
    with torch.no_grad():
        for i, w in enumerate(params):
            w = w - lr * w.grad / batch_size
            params[i].grad.zero_()
