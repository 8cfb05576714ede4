import torch


def evaluate_accuracy(net, data_iter):
    right, n = 0.0, 0
    for X, y in data_iter:
        right += (net(X).argmax(dim=1) == y).float().sum().item()
        n += y.shape[0]
    return right / n


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        train_epoch_ch3(net, train_iter, loss, updater)
        print(evaluate_accuracy(net, test_iter))
