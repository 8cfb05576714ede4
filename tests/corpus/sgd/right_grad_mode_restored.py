import torch

def sgd(params, lr, batch_size):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for p in params:
            p.sub_(lr * p.grad.div(batch_size))
            p.grad *= 0
    finally:
        torch.set_grad_enabled(before)
