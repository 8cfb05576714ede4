import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    history = []
    for epoch in range(num_epochs):
        metrics = train_epoch_ch3(net, train_iter, loss, updater)
        history.append((*metrics, evaluate_accuracy(net, test_iter)))
    return history[-1]
