"""练习 cross_entropy：由概率计算每个样本的损失。"""

from __future__ import annotations

import torch


def cross_entropy(y_hat, y):
    """返回每个样本的交叉熵损失。

    y_hat：形状为 (n, q) 的张量，float32 或 float64；第 i 行是样本 i 属于 q 个类别的概率。
    y：形状为 (n,) 的 int64 张量；y[i] 是样本 i 的真实类别，从 0 到 q - 1。
    返回：形状为 (n,) 的张量，dtype 与 y_hat 相同，每个样本一个损失。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
