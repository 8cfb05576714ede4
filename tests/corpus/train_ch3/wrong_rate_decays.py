import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for e in range(num_epochs):
        train_epoch_ch3(net, train_iter, loss, updater)
        if isinstance(updater, torch.optim.Optimizer):
            for g in updater.param_groups:
                g['lr'] *= 0.9
