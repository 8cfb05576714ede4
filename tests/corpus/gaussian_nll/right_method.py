import math
import torch


class Noise:
    def __init__(self, sigma):
        self.sigma = sigma

    def gaussian_nll(self, y_hat, y, sigma):
        r = (y.view_as(y_hat) - y_hat) / sigma
        return (r * r).sum() / 2 + y.numel() * math.log(sigma * math.sqrt(2 * math.pi))
