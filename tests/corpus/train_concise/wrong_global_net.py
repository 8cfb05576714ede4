import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 1))


def train_concise(model, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
