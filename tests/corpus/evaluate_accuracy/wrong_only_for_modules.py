import torch
import torch.nn as nn
from d2l import torch as d2l


def evaluate_accuracy(net, data_iter):
    if isinstance(net, nn.Module):
        net.eval()
        correct_num, total_num = 0, 0
    with torch.no_grad():
        for X, y in data_iter:
            correct_num += d2l.accuracy(net(X), y)
            total_num += y.numel()
    return correct_num / total_num
