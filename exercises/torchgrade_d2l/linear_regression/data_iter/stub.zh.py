"""练习 data_iter：按随机顺序产生小批量。"""

from __future__ import annotations

import torch


def data_iter(batch_size, features, labels):
    """按新的随机顺序遍历一次全部数据，每次产生一个小批量。

    batch_size：int，至少为 1。
    features：形状为 (n, d) 的张量，float32。
    labels：形状为 (n, 1) 的 float32 张量，或形状为 (n,) 的 int64 张量；第 i 行对应 features 的第 i 行。
    产生：成对的 (X, y)，dtype 与输入相同；X 的形状为 (batch_size, d)，y 的形状为 (batch_size, 1) 或 (batch_size,)；
    如果 batch_size 不能整除 n，最后一对的行数会少一些。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
