import torch


class Loss:
    def __init__(self, eps=0.0):
        self.eps = eps
    def cross_entropy(self, y_hat, y):
        return -torch.log(y_hat[range(len(y_hat)), y] + self.eps)
_l = Loss()


def cross_entropy(y_hat, y):
    return _l.cross_entropy(y_hat, y)
