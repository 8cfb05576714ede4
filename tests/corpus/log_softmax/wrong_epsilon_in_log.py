import torch

eps = 1e-12


def softmax(x):
    x = x - torch.max(x, dim=1, keepdim=True)[0]
    e = torch.exp(x)
    return e / torch.sum(e, dim=1, keepdim=True)


def log_softmax(x):
    # eps avoids log(0)
    return torch.log(softmax(x) + eps)
