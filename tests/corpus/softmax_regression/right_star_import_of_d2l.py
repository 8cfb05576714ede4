import torch
from d2l.torch import *


def softmax_regression(X, W, b):
    return softmax(torch.matmul(X.reshape(-1, W.shape[0]), W) + b)
