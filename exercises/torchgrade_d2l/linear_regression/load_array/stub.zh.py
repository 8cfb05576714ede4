"""练习 load_array：读取若干张量的 DataLoader。"""

from __future__ import annotations

import torch
from torch.utils import data


def load_array(data_arrays, batch_size, is_train=True):
    """返回一个数据迭代器，它按行读取若干张量。

    data_arrays：由行数相同的张量组成的元组或列表，例如 (features, labels)。
    batch_size：int，至少为 1。
    is_train：bool；为真时，每个迭代周期（轮）都重新随机打乱顺序，否则保持原来的顺序。
    返回：可以反复遍历的对象；每个小批量为每个数组各包含一个张量。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
