import torch
from torch import nn
def synthetic_data(w, b, num_examples):
    lin = nn.Linear(len(w), 1)
    with torch.no_grad():
        lin.weight.copy_(w.reshape(1, -1)); lin.bias.fill_(b)
    X = torch.randn(num_examples, len(w))
    y = lin(X).detach()
    y += torch.normal(0, 0.01, y.shape)
    return X, y
