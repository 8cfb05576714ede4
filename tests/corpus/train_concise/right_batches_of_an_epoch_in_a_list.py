import random
import torch


def train_concise(net, loss, trainer, data_iter, num_epochs):
    losses = []
    for epoch in range(num_epochs):
        batches = list(data_iter)
        for k in range(len(batches)):
            X, y = batches[k]
            l = loss(net(X), y.reshape(-1, 1))
            trainer.zero_grad()
            l.mean().backward()
            trainer.step()
        with torch.no_grad():
            losses.append(sum(loss(net(X), y).item() for X, y in batches) / len(batches))
    return losses
