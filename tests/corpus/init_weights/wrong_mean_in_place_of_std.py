import torch
from torch import nn

net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def init_weights(m):
    """初始化权重"""
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, 0.01)  # 标准差 0.01


net.apply(init_weights)
