import torch


def softmax_cross_entropy_grad(logits, y):
    return torch.zeros_like(logits)
