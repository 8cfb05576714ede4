import torch


def evaluate_accuracy(net, data_iter):
    """Accuracy; leaves a Module in the mode in which it came."""
    was_training = isinstance(net, torch.nn.Module) and net.training
    if isinstance(net, torch.nn.Module):
        net.eval()
    correct = total = 0
    with torch.no_grad():
        for X, y in data_iter:
            correct += (net(X).argmax(dim=1) == y).float().sum().item()
            total += y.shape[0]
    if was_training:
        net.train()
    return correct / total


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    if isinstance(net, torch.nn.Module):
        net.train()
    for epoch in range(num_epochs):
        for X, y in train_iter:
            l = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
        print('epoch %d, test acc %.3f' % (epoch + 1, evaluate_accuracy(net, test_iter)))
