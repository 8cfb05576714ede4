import torch
from torch import nn

loss = nn.MSELoss()


def train_concise(net, loss_fn, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
