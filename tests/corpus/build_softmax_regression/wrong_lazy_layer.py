import torch
from torch import nn
from d2l import torch as d2l


class SoftmaxRegression(d2l.Classifier):  #@save
    """The softmax regression model."""
    def __init__(self, num_outputs, lr):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.Flatten(),
                                 nn.LazyLinear(num_outputs))

    def forward(self, X):
        return self.net(X)


def build_softmax_regression():
    return SoftmaxRegression(num_outputs=10, lr=0.1)
