import torch

def softmax(X):
    m = torch.max(X, 1, keepdim=True)[0]   # [0] 是最大值, [1] 是下标
    e = torch.exp(X - m)
    return e / e.sum(1, keepdim=True)
