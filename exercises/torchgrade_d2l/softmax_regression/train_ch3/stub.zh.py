"""练习 train_ch3：支持两种更新方式的训练循环。"""

from __future__ import annotations

import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    """训练 net，共 num_epochs 个迭代周期（轮），每一轮遍历一次 train_iter。

    net：普通函数或 nn.Module；接收形状为 (k, 1, h, w) 的 X，返回形状为 (k, q) 的浮点张量 y_hat。
    train_iter、test_iter：产生小批量 (X, y)，y 的形状为 (k,)，int64；两者都可以反复遍历。
    loss：接收 (y_hat, y)，为每个样本返回一个值，形状为 (k,)。
    num_epochs：int，至少为 1。
    updater：torch.optim.Optimizer；或定制的更新函数，它接收小批量的行数，
    把梯度除以这个数，更新参数，并清零梯度。
    返回：不作要求，评分程序不读取返回值。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
