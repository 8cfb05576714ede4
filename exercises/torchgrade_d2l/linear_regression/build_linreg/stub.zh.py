"""练习 build_linreg：用 PyTorch 的部件搭建线性回归的网络、损失函数和优化器。"""

from __future__ import annotations

import torch
from torch import nn


def build_linreg(num_features, lr):
    """返回新的网络、它的损失函数和它的优化器。

    num_features：int，网络的输入个数。
    lr：float，优化器的学习率。
    返回：(net, loss, trainer)。net 是 nn.Module，把形状 (n, num_features) 变成 (n, 1)；
    loss 是 (y_hat, y) 的函数，返回标量张量；trainer 是 torch.optim.Optimizer，管理这个 net 的参数。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
