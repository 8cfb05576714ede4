import torch


def train_epoch_ch3(net, train_iter, loss, optimizer):
    net.train()
    total_loss, correct, n = 0, 0, 0
    for X, y in train_iter:
        optimizer.zero_grad()
        y_hat = net(X)
        l = loss(y_hat, y).mean()
        l.backward()
        optimizer.step()
        total_loss += l.item() * X.shape[0]
        correct += (y_hat.argmax(dim=1) == y).sum().item()
        n += X.shape[0]
    return total_loss / n, correct / n
