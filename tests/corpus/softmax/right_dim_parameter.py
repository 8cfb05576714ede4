import torch


def softmax(x, dim=1):
    e = torch.exp(x - x.max(dim, keepdim=True).values)
    return e / torch.sum(e, dim, keepdim=True)
