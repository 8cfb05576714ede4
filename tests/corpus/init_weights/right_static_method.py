import torch
import torch.nn as nn


class SoftmaxNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(28 * 28, 10)
        self.apply(self.init_weights)

    @staticmethod
    def init_weights(m):
        if isinstance(m, nn.Linear):
            nn.init.normal_(m.weight, mean=0., std=.01)
            nn.init.constant_(m.bias, 0.)

    def forward(self, x):
        return self.fc(self.flatten(x))
