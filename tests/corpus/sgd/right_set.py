import torch
def sgd(params, lr, batch_size):
    for p in params:
        with torch.no_grad():
            p.set_((p - lr * p.grad / batch_size).detach())
        p.grad = None
