import torch

def accuracy(y_hat, y):
    preds = torch.argmax(y_hat, dim=-1) if y_hat.dim() == 2 else y_hat
    return float(torch.eq(preds, y).sum().item())
