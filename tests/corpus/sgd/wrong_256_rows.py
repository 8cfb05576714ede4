import torch


@torch.no_grad()
def sgd(params, lr, batch_size):
    for param in params:
        if param.dim() == 0:
            param -= lr * param.grad / batch_size
        else:
            param[:256] -= lr * param.grad[:256] / batch_size
        param.grad.zero_()
