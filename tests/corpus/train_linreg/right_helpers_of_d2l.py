import torch
from d2l import torch as d2l


def data_iter(batch_size, features, labels):
    order = torch.randperm(len(features))
    for i in range(0, len(features), batch_size):
        j = order[i:i + batch_size]
        yield features[j], labels[j]


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    out = torch.empty(num_epochs)
    timer = d2l.Timer()
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            d2l.squared_loss(d2l.linreg(X, w, b), y).sum().backward()
            d2l.sgd([w, b], lr, batch_size)
        with torch.no_grad():
            out[epoch] = d2l.squared_loss(d2l.linreg(features, w, b), labels).mean()
    print(timer.stop(), 'sec')
    return out
