import torch


def log_softmax(X):
    c = torch.max(X)  # 最大值
    return X - c - torch.log(torch.exp(X - c).sum(dim=-1, keepdim=True))
