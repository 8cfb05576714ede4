"""练习 sgd：小批量随机梯度下降的一步更新。"""

from __future__ import annotations

import torch


def sgd(params, lr, batch_size):
    """沿梯度的反方向原地更新每个参数，然后清零梯度。

    params：由需要梯度的叶子张量组成的列表、元组或生成器；张量的形状不限，float32 或 float64。
    每个张量的 ``.grad`` 是小批量中损失之和的梯度。
    lr：float，学习率。
    batch_size：int，至少为 1；损失是对这么多个样本求和得到的。
    返回：不作要求，评分程序不读取返回值。调用者手里的张量应得到新的值。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
