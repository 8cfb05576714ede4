"""练习 log_softmax：由未规范化的预测（logit）计算概率的对数。"""

from __future__ import annotations

import torch


def log_softmax(X):
    """把每一行未规范化的预测（logit）变成概率的对数。

    X：形状为 (n, q) 的张量，float32 或 float64；每行是一个样本，每列是一个类别。
    返回：形状为 (n, q) 的新张量，dtype 与 X 相同；每个元素都是有限的数，且不大于 0。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
