"""练习 softmax_cross_entropy_grad：损失对未规范化的预测（logit）的梯度。"""

from __future__ import annotations

import torch


def softmax_cross_entropy_grad(logits, y):
    """返回每个样本的交叉熵损失对它的未规范化的预测（logit）的梯度。

    logits：形状为 (n, q) 的张量，float32 或 float64；第 i 行是样本 i 在 q 个类别上的 logit。
    y：形状为 (n,) 的 int64 张量；y[i] 是样本 i 的真实类别，从 0 到 q - 1。
    返回：形状为 (n, q) 的新张量，dtype 与 logits 相同；第 i 行是样本 i 自己的损失的梯度。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
