import torch


def train_concise(net, loss, trainer, data_iter, num_epochs, lr=0.03):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    for epoch in range(num_epochs):
        for X, y in data_iter:
            optimizer.zero_grad()
            loss(net(X), y).backward()
            optimizer.step()
