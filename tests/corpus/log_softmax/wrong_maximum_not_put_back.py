import torch


def log_softmax(logits):
    # log(e^o / sum e^o) = o - log(sum e^o)
    shifted = logits - logits.max(1, keepdim=True).values
    log_sum = torch.log(torch.sum(torch.exp(shifted), 1, keepdim=True))
    return logits - log_sum
