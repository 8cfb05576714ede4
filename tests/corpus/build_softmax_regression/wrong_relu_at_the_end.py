import torch
from torch import nn
import torch.nn.functional as F


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(784, 10)
        nn.init.normal_(self.fc.weight, std=0.01)

    def forward(self, x):
        x = torch.flatten(x, 1)
        return F.relu(self.fc(x))


def build_softmax_regression():
    return Model()
