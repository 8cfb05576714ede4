import torch


def softmax_cross_entropy_grad(logits, y):
    exp = torch.exp(logits - logits.max(1, keepdim=True).values)
    softmax = exp / exp.sum(1, keepdim=True)
    softmax[range(len(y)), y] - 1
    return softmax
