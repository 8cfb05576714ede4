"""练习 softmax：逐行把未规范化的预测（logit）变成概率。"""

from __future__ import annotations

import torch


def softmax(X):
    """把每一行未规范化的预测（logit）变成概率。

    X：形状为 (n, q) 的张量，float32 或 float64；每行是一个样本，每列是一个类别。
    返回：形状为 (n, q) 的新张量，dtype 与 X 相同；没有负的元素，每一行之和为 1。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
