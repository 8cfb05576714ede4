"""练习 train_concise：使用 PyTorch 的模块、损失函数和优化器的训练循环。"""

from __future__ import annotations

import torch


def train_concise(net, loss, trainer, data_iter, num_epochs):
    """训练 net，共 num_epochs 个迭代周期（轮），每一轮遍历一次 data_iter。

    net：nn.Module；接收形状为 (k, d) 的 X，返回形状为 (k, 1) 的预测值。
    loss：接收 (y_hat, y)，返回小批量的平均损失，是标量。
    trainer：管理 net 参数的 torch.optim.Optimizer。
    data_iter：由小批量 (X, y) 组成的列表，或 DataLoader；可以反复遍历。
    num_epochs：int，至少为 1。
    返回：不作要求，评分程序不读取返回值。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
