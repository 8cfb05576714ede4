from torch import nn

layer = nn.Softmax(dim=1)


def softmax(X):
    return layer(X)
