import torch


def softmax(X):
    kind = X.dtype
    scores = X.float()
    parts = torch.exp(scores - scores.amax(dim=1, keepdim=True))
    return (parts / parts.sum(dim=1, keepdim=True)).to(kind)
