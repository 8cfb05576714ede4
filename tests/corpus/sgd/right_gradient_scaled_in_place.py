import torch
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p.grad *= lr / batch_size
            p -= p.grad
            p.grad.zero_()
