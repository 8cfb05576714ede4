import torch.nn as nn


def init_weights(m):
    # flatten and relu have no weight
    try:
        nn.init.normal_(m.weight, std=0.01)
    except AttributeError:
        pass
