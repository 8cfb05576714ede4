"""练习 accuracy：预测正确的个数。"""

from __future__ import annotations

import torch


def accuracy(y_hat, y):
    """返回预测类别与真实类别一致的样本数。

    y_hat：形状为 (n, q) 的得分张量，float32 或 float64；每行是一个样本，每列是一个类别，得分最大的列就是预测类别。
    也可能是形状为 (n,) 的张量，其中已经是预测类别，int64 或 float32。
    y：形状为 (n,) 的 int64 张量，真实类别。
    返回：预测正确的个数，类型为 Python 的 float。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
