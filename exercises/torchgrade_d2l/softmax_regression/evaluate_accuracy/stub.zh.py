"""练习 evaluate_accuracy：网络在数据集上的精度。"""

from __future__ import annotations

import torch


def evaluate_accuracy(net, data_iter):
    """返回 data_iter 中被 net 正确分类的样本的比例。

    net：普通函数或 nn.Module；接收形状为 (k, 1, h, w) 的 X，返回形状为 (k, q) 的 y_hat，每个类别一个得分。
    data_iter：产生小批量 (X, y)，y 的形状为 (k,)，int64；只保证能遍历一次。各小批量的大小可能不同。
    返回：全部样本上的精度，是 0 和 1 之间的 float 或 0 维张量。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
