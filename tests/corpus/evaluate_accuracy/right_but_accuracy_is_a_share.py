import torch
from d2l import torch as d2l


def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).float().mean().item()   # 1.0 edition


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = d2l.Accumulator(2)
    with torch.no_grad():
        for X, y in data_iter:
            metric.add(accuracy(net(X), y), y.numel())
    return metric[0] / metric[1]
