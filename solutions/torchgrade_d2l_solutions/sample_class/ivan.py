import random
import torch
import torch.nn.functional as F


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    return X, y.reshape(-1, 1)


def sgd(params, lr, batch_size):
    params = list(params)
    for param in params:
        param.grad /= batch_size
    optimizer = torch.optim.SGD(params, lr=lr)
    optimizer.step()
    optimizer.zero_grad()


def data_iter(batch_size, features, labels):
    indices = torch.arange(len(features))
    random.shuffle(indices)
    for i in range(0, len(features), batch_size):
        j = indices[i:i + batch_size]
        yield features[j], labels[j]


def softmax(X):
    return F.softmax(X, dim=1)


def cross_entropy(y_hat, y):
    return F.nll_loss(torch.log(y_hat), y, reduction='none')


def accuracy(y_hat, y):
    if len(y_hat) > 1:
        y_hat = y_hat.argmax(dim=-1)
    return float((y_hat == y).sum())


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
