from torch import nn


def init_weights(layer):
    if type(layer) == nn.Linear:
        layer.weights.data.normal_(0, 0.01)
