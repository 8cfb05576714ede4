import torch
from torch import nn


def linreg(X, w, b):
    y = X * w
    y = y + b
    return y
