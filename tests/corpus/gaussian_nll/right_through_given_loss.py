import math


def gaussian_nll(y_hat, y, sigma):
    var = sigma ** 2
    # squared_loss already has the one half
    return squared_loss(y_hat, y).sum() / var + len(y) * 0.5 * math.log(2 * math.pi * var)
