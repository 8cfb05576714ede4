import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    all_losses = []
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            l = squared_loss(linreg(X, w, b), y)
            l.sum().backward()
            sgd([w, b], lr, batch_size)
            with torch.no_grad():
                train_l = squared_loss(linreg(X, w, b), y).mean()
        all_losses.append(train_l.item())
    return all_losses
