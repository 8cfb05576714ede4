import torch
from torch import nn
from d2l import torch as d2l


class LinearRegression(d2l.Module):  #@save
    """The linear regression model implemented with high-level APIs."""
    def __init__(self, lr):
        super().__init__()
        self.net = nn.LazyLinear(1)
        self.net.weight.data.normal_(0, 0.01)
        self.net.bias.data.fill_(0)

    def forward(self, X):
        return self.net(X)


def build_linreg(num_features, lr):
    model = LinearRegression(lr)
    return model, nn.MSELoss(), torch.optim.SGD(model.parameters(), lr)
