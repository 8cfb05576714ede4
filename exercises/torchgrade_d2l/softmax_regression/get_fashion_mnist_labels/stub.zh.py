"""练习 get_fashion_mnist_labels：Fashion-MNIST 各个类别的名称。"""

from __future__ import annotations


def get_fashion_mnist_labels(labels):
    """返回每个标签的类别名称。

    labels：形状为 (n,) 的 int64 张量，或由 n 个 int 组成的列表，取值从 0 到 9。
    返回：由 n 个 str 组成的列表，次序与标签一致。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
