import torch


def softmax_cross_entropy_grad(logits, y):
    # softmax(o) - y
    e = torch.exp(logits - logits.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True) - y.unsqueeze(1)
