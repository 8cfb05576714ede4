import torch
from d2l import torch as d2l


def evaluate_accuracy(net, data_iter):
    """计算模型在数据集上的精度"""
    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = d2l.Accumulator(2)
    with torch.no_grad():
        for X, y in data_iter:
            metric.add(d2l.accuracy(net(X), y), y.numel())
            return metric[0] / metric[1]
