import numpy as np
import torch


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    accs = []
    with torch.no_grad():
        for X, y in data_iter:
            y_hat = net(X).argmax(dim=1)
            accs.append((y_hat == y).float().mean().item())
    return np.mean(accs)
