"""练习 predict_ch3：图像及其真实类别和预测类别。"""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt


def predict_ch3(net, test_iter, n=6):
    """画出第一个小批量的前 n 幅图像，每幅图像的标题写出真实类别和预测类别。

    net：普通函数或 nn.Module；接收形状为 (k, 1, 28, 28) 的 X，返回形状为 (k, 10) 的得分；得分最大的类别就是预测。
    test_iter：产生小批量 (X, y)，X 是形状为 (k, 1, 28, 28) 的 float32 张量，y 的形状为 (k,)，int64，类别从 0 到 9。
    n：int，要画的图像数，至少为 2，不超过第一个小批量的大小。
    返回：不作要求，评分程序读取图形。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
