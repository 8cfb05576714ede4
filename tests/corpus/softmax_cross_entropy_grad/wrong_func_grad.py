import torch


def softmax_cross_entropy_grad(logits, y):
    f = lambda o: (o.logsumexp(1) - o[torch.arange(len(y)), y]).sum()
    return torch.func.grad(f)(logits)
