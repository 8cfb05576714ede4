import torch
from torch import nn


class CELoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.reduction = 'none'

    def forward(self, logits, y):
        m = logits.max(dim=1, keepdim=True)[0]
        log_z = (m + torch.log(torch.sum(torch.exp(logits - m), dim=1, keepdim=True))).squeeze(1)
        return log_z - logits[torch.arange(logits.shape[0]), y]


criterion = CELoss()


def cross_entropy_from_logits(logits, y):
    return criterion(logits, y)
