import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for _ in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in train_iter:
            if isinstance(updater, torch.optim.Optimizer):
                def closure():
                    updater.zero_grad()
                    l = loss(net(X), y).mean()
                    l.backward()
                    return l
                updater.step(closure)
            else:
                loss(net(X), y).sum().backward()
                updater(X.shape[0])
