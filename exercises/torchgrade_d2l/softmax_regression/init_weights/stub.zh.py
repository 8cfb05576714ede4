"""练习 init_weights：为每个线性层抽取正态分布的权重。"""

from __future__ import annotations

import torch
from torch import nn


def init_weights(m):
    """如果模块是线性层，就从 N(0, 0.01 ** 2) 中重新抽取它的权重；不改动其他模块。

    m：nn.Module；net.apply(init_weights) 会对 net 中的每个模块以及 net 本身调用这个函数。
    返回：不作要求，评分程序不读取返回值。
    """
    # TODO: 在这里编写代码。
    raise NotImplementedError
