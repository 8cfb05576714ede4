import torch
from torch import nn
from torch.utils import data


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    loader = data.DataLoader(data.TensorDataset(features, labels), batch_size, shuffle=True)
    loss = nn.MSELoss()
    trainer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for epoch in range(num_epochs):
        for X, y in loader:
            l = loss(X @ w + b, y) / 2
            trainer.zero_grad()
            l.backward()
            trainer.step()
        with torch.no_grad():
            losses.append((loss(features @ w + b, labels) / 2).item())
    return losses
