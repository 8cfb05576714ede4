import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    train_iter = iter(train_iter)
    for _ in range(num_epochs):
        train_epoch_ch3(net, train_iter, loss, updater)
