import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        l, acc = train_epoch_ch3(net, train_iter, loss, updater)
        if l < 1.2:
            break
