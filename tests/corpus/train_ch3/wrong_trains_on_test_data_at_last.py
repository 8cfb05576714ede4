import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        train_epoch_ch3(net, train_iter, loss, updater)
    train_epoch_ch3(net, test_iter, loss, updater)
