import torch


def softmax(O):
    return O.exp() / O.exp().sum(1, keepdim=True)


def softmax_regression(X, W, b):
    logits = torch.matmul(X, W)
    logits = logits + b
    return softmax(logits)
