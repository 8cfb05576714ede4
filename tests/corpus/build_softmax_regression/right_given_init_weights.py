from torch import nn

# init_weights comes from the course


def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net.apply(init_weights)
    return net
