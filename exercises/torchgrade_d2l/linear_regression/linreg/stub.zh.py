"""练习 linreg：线性模型的预测值。"""

from __future__ import annotations

import torch


def linreg(X, w, b):
    """为每个样本返回线性模型的预测值。

    X：形状为 (n, d) 的张量，float32 或 float64；每行是一个样本，每列是一个特征。
    w：形状为 (d, 1) 的张量，dtype 与 X 相同；权重。
    b：形状为 (1,) 的张量，dtype 与 X 相同；偏置。
    返回：形状为 (n, 1) 的新张量，dtype 与 X 相同，每个样本一个预测值。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
