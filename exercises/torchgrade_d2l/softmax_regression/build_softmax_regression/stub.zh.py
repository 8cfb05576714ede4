"""练习 build_softmax_regression：用 PyTorch 的层搭建 softmax 回归的网络。"""

from __future__ import annotations

import torch
from torch import nn


def build_softmax_regression():
    """返回新的网络，用于 28 x 28 像素的图像和 10 个类别。

    返回：nn.Module，把形状为 (n, 1, 28, 28) 的 float32 图像 X 变成形状为 (n, 10) 的未规范化的预测（logit）。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
