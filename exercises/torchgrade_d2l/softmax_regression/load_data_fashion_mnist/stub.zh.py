"""练习 load_data_fashion_mnist：遍历训练集和测试集的小批量的迭代器。"""

from __future__ import annotations

import torch
import torchvision
from torch.utils import data
from torchvision import transforms


def load_data_fashion_mnist(batch_size, resize=None):
    """读取 Fashion-MNIST，返回训练集的小批量迭代器和测试集的小批量迭代器。

    batch_size：int，一个小批量的样本数；训练集和测试集的最后一个小批量都可以更小。
    resize：int，读取后图像的高和宽；None 表示保持 28 x 28。
    返回：(train_iter, test_iter)，都产生小批量 (X, y)，都可以反复遍历。X 是形状为 (k, 1, h, w) 的 float32 张量，
    值在 0 到 1 之间；y 是形状为 (k,) 的 int64 张量。train_iter 在每次遍历时都重新打乱样本。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
