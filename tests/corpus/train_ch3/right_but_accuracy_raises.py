import torch


def accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        predicted = y_hat.argmax(axis=1)
    return float((predictd == y).sum())


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    right = seen = 0
    with torch.no_grad():
        for X, y in data_iter:
            right += accuracy(net(X), y)
            seen += len(y)
    return right / seen


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        train_epoch_ch3(net, train_iter, loss, updater)
        print(evaluate_accuracy(net, test_iter))
