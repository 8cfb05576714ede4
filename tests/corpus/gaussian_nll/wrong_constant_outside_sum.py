import math
import torch


def gaussian_nll(y_hat, y, sigma):
    sq = ((y_hat - y.reshape(y_hat.shape)) ** 2).sum()
    return 1 / 2 * math.log(2 * math.pi * sigma ** 2) + 1 / (2 * sigma ** 2) * sq
