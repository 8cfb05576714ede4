import torch
import torch.nn.functional as F


def softmax_cross_entropy_grad(logits, y):
    p = F.softmax(logits, dim=1)
    return p - F.one_hot(y, logits.shape[1]).to(p.dtype)
