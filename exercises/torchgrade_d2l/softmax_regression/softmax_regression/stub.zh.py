"""练习 softmax_regression：一批图像属于各个类别的概率。"""

from __future__ import annotations

import torch


def softmax_regression(X, W, b):
    """把每幅图像变成它属于各个类别的概率。

    X：形状为 (n, 1, h, w) 的图像张量，或形状为 (n, d)、每行是一张展平图像的张量，float32 或 float64。
    W：形状为 (d, q) 的张量，权重；d 是一幅图像的像素数。
    b：形状为 (q,) 的张量，偏置。
    返回：形状为 (n, q) 的新张量，dtype 与 X 相同；每一行都是概率，和为 1。
    """
    # TODO: 在这里编写代码。可以调用 softmax(X)：如果你没有定义它，它会由课程提供。
    raise NotImplementedError
