"""练习 one_hot：把每个标签变成只有一个 1、其余为 0 的一行。"""

from __future__ import annotations

import torch


def one_hot(y, num_classes):
    """把每个标签编码成只有一个 1、其余为 0 的一行。

    y：形状为 (n,) 的 int64 张量；y[i] 是样本 i 的类别，从 0 到 num_classes - 1。
    num_classes：int，类别数。
    返回：形状为 (n, num_classes) 的新张量，元素为 0 和 1。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
