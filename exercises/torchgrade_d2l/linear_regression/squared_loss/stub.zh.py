"""练习 squared_loss：每个样本的平方误差的一半。"""

from __future__ import annotations

import torch


def squared_loss(y_hat, y):
    """为每个样本返回平方误差的一半。

    y_hat：形状为 (n, 1) 或 (n,) 的张量，float32 或 float64；每个样本一个预测值。
    y：包含 n 个标签的张量，dtype 与 y_hat 相同；形状也是 (n, 1) 或 (n,)，但可能与 y_hat 不同。
    返回：形状和 dtype 都与 y_hat 相同的新张量，每个样本一个损失。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
