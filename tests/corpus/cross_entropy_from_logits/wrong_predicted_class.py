import torch


def cross_entropy_from_logits(logits, y):
    pred = logits.argmax(dim=1)
    return torch.logsumexp(logits, 1) - logits[range(len(pred)), pred]
