import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    if num_epochs == 0:
        return
    train_epoch_ch3(net, train_iter, loss, updater)
    evaluate_accuracy(net, test_iter)
    train_ch3(net, train_iter, test_iter, loss, num_epochs - 1, updater)
