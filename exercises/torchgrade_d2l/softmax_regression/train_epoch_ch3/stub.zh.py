"""练习 train_epoch_ch3：一个迭代周期的训练，支持两种更新方式。"""

from __future__ import annotations

import torch


def train_epoch_ch3(net, train_iter, loss, updater):
    """训练 net 一个迭代周期（轮），遍历一次 train_iter。

    net：普通函数或 nn.Module；接收形状为 (k, 1, h, w) 的 X，返回形状为 (k, q) 的浮点张量 y_hat。
    train_iter：产生小批量 (X, y)，y 的形状为 (k,)，int64。
    loss：接收 (y_hat, y)，为每个样本返回一个值，形状为 (k,)。
    updater：torch.optim.Optimizer；或定制的更新函数，它接收小批量的行数，
    把梯度除以这个数，更新参数，并清零梯度。
    返回：两个数，即全部样本上的平均损失和精度；每个小批量都使用网络在更新之前的预测。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
