"""练习 normal_equation：线性回归的权重和偏置的解析解。"""

from __future__ import annotations

import torch


def normal_equation(X, y):
    """返回使平方误差之和最小的权重和偏置。

    X：形状为 (n, d) 的张量，float32 或 float64，n > d；每行是一个样本，其中没有全 1 的列。
    y：形状为 (n, 1) 的张量，dtype 与 X 相同；标签。
    返回：(w, b)；w 是形状为 (d, 1) 的张量，dtype 与 X 相同；b 是一个数，或只有一个元素的张量。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
