import random
import torch
import torch.nn.functional as F


def data_iter(batch_size, features, labels):
    indices = torch.arange(len(features))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        j = indices[i:i + batch_size]
        yield features[j], labels[j]


def softmax(X):
    return F.softmax(X, dim=1)


def evaluate(net, test_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    right, n = 0, 0
    with torch.no_grad():
        for X, y in test_iter:
            right += int((net(X).argmax(dim=1) == y).sum())
            n += y.shape[0]
    return right / n


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in train_iter:
            l = loss(net(X), y).mean()
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.backward()
                updater.step()
            else:
                l.backward()
                updater(X.shape[0])
        print('epoch', epoch + 1, 'test acc', evaluate(net, test_iter))
