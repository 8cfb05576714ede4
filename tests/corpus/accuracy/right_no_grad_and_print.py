import torch

@torch.no_grad()
def accuracy(y_hat, y):
    if y_hat.ndim >= 2:
        y_hat = y_hat.argmax(axis=-1)
    n_correct = (y_hat.reshape(-1) == y.reshape(-1)).sum()
    print('correct:', n_correct.item(), '/', len(y))
    return float(n_correct)
