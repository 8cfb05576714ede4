import torch


def cross_entropy_from_logits(logits, y):
    # log(sum(exp(o))) - o_y
    return torch.log(torch.exp(logits).sum(1)) - logits[range(len(y)), y]
