import torch


def cross_entropy(probs, labels):
    eps = torch.finfo(torch.float32).eps
    n = len(labels)
    return -(probs[list(range(n)), labels] + eps).log()
