import torch


def train_concise(net, loss, trainer, data_iter, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter:
            l = loss(net(X), y)
            l.backward()
            trainer.step()
        print(f'epoch {epoch + 1}, loss {l:f}')
