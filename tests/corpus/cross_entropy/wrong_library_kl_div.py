import torch, torch.nn.functional as F


def cross_entropy(y_hat, y):
    t = F.one_hot(y, y_hat.shape[1]).to(y_hat.dtype)
    return F.kl_div(torch.log(y_hat), t, reduction='none').sum(1)
