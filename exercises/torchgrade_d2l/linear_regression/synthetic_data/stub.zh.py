"""练习 synthetic_data：生成真实参数已知的数据集。"""

from __future__ import annotations

import torch


def synthetic_data(w, b, num_examples):
    """从 N(0, 1) 中抽取特征，并按 y = Xw + b + 噪声 生成标签。

    w：形状为 (d,) 的张量，float32；每个特征一个权重。
    b：float。
    num_examples：int，样本数 n，至少为 1。
    返回：(X, y)，都是 float32。X 的形状为 (n, d)，每个元素取自 N(0, 1)；y 的形状为 (n, 1)，
    噪声的均值为 0、标准差为 0.01，每一行单独抽取。每次调用都重新抽取随机数。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
