import torch


def sgd(params, lr, batch_size):
    step = lr / batch_size
    with torch.no_grad():
        for p in params:
            p.add_(p.grad, alpha=-step)
            p.grad.detach_()
            p.grad.zero_()
