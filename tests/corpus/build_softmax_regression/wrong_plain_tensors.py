import torch
from torch import nn


class SoftmaxRegression(nn.Module):
    def __init__(self, num_inputs=784, num_outputs=10):
        super().__init__()
        self.num_inputs = num_inputs
        self.weight = torch.normal(0, 0.01, size=(num_inputs, num_outputs), requires_grad=True)
        self.bias = torch.zeros(num_outputs, requires_grad=True)

    def forward(self, X):
        return torch.matmul(X.reshape(-1, self.num_inputs), self.weight) + self.bias


def build_softmax_regression():
    return SoftmaxRegression()
