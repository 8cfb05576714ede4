from torch import nn, optim


def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    return net, nn.MSELoss(), optim.SGD(net.parameters(), lr, 0.9)
