"""练习 gaussian_nll：噪声服从正态分布时，标签的负对数似然。"""

from __future__ import annotations

import torch


def gaussian_nll(y_hat, y, sigma):
    """返回全部标签的负对数似然之和。

    y_hat：形状为 (n, 1) 的张量，float32 或 float64；每个样本一个预测值。
    y：包含 n 个标签的张量，dtype 与 y_hat 相同，形状为 (n, 1) 或 (n,)。
    sigma：大于 0 的 float，噪声的标准差。
    返回：形状为 () 的标量张量，dtype 与 y_hat 相同。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
