"""练习 show_images：带标题的图像网格。"""

from __future__ import annotations

import torch
from matplotlib import pyplot as plt


def show_images(imgs, num_rows, num_cols, titles=None, scale=1.5):
    """在一个图形中逐行画出图像网格，每幅图像的上方是它的标题。

    imgs：形状为 (k, h, w) 的张量，或由 k 个 numpy 数组 (h, w) 或 k 个 PIL 图像组成的列表；
    k 不超过 num_rows * num_cols。
    num_rows、num_cols：int，网格的行数和列数；两者不同时为 1。
    titles：由 k 个字符串组成的列表；None 表示没有标题。
    scale：网格中每一格的宽和高，单位是英寸。
    返回：网格的 num_rows * num_cols 个 axes，逐行放在一维的数组、列表或元组中。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
