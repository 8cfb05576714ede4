import torch
from torch import nn

def synthetic_data(w, b, num_examples):
    layer = nn.Linear(len(w), 1)
    layer.weight.data = w.reshape(1, -1).clone()
    layer.bias.data.fill_(b)
    X = torch.zeros((num_examples, len(w)))
    nn.init.normal_(X)
    y = layer(X) + torch.zeros((num_examples, 1)).normal_(std=0.01)
    return X, y
