import torch
def cross_entropy(y_hat, y):
    return torch.diagonal(-torch.log(torch.index_select(y_hat, 1, y)))
