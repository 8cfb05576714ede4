import torch

def softmax(x):
    x = x - x.max(axis=1, keepdims=True)[0]
    return torch.exp(x) / torch.exp(x).sum(axis=1, keepdims=True)
