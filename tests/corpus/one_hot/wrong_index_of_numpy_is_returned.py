import numpy as np


def one_hot(y, num_classes):
    """numpy is enough here"""
    return np.eye(num_classes)[y]
