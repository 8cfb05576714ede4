import torch


def sgd(params, lr, batch_size):
    """TODO"""
    # 还没写
    raise NotImplementedError
