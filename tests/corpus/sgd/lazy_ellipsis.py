import torch


def sgd(params, lr, batch_size): ...
