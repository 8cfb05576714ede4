"""练习 cross_entropy_from_logits：由未规范化的预测（logit）计算每个样本的损失。"""

from __future__ import annotations

import torch


def cross_entropy_from_logits(logits, y):
    """返回每个样本的交叉熵损失。

    logits：形状为 (n, q) 的张量，float32 或 float64；第 i 行是样本 i 在 q 个类别上的未规范化的预测（logit）。
    y：形状为 (n,) 的 int64 张量；y[i] 是样本 i 的真实类别，从 0 到 q - 1。
    返回：形状为 (n,) 的张量，dtype 与 logits 相同，每个样本一个损失，都是有限的数。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
