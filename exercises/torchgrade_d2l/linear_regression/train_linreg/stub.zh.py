"""练习 train_linreg：从零开始训练线性回归。"""

from __future__ import annotations

import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    """用平方损失和小批量随机梯度下降训练 w 和 b，原地更新它们。

    features：形状为 (n, d) 的张量。labels：形状为 (n, 1) 的张量。
    w、b：需要梯度的叶子张量，形状为 (d, 1) 和 (1,)；调用之后，它们的值是训练得到的值。
    lr：float，学习率。num_epochs：int，迭代周期（轮）的个数，至少为 1。
    batch_size：int，每个小批量的行数；n 是它的倍数。
    返回：由 num_epochs 个数组成的列表：每一轮之后，全部样本上 squared_loss 的均值。

    如果你没有定义 data_iter、linreg、squared_loss 和 sgd，它们会由课程提供。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
