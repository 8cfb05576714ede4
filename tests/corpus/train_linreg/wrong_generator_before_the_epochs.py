import random

import torch


def data_iter(batch_size, features, labels):
    order = list(range(len(features)))
    random.shuffle(order)
    for start in range(0, len(order), batch_size):
        rows = torch.tensor(order[start:start + batch_size])
        yield features[rows], labels[rows]


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    batches = data_iter(batch_size, features, labels)
    history = []
    for epoch in range(num_epochs):
        for i, (X, y) in enumerate(batches):
            l = squared_loss(linreg(X, w, b), y)
            l.sum().backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            history.append(squared_loss(linreg(features, w, b), labels).mean().item())
    return history
