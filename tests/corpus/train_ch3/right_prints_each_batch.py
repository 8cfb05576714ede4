import torch


def accuracy(y_hat, y):
    """Number of right predictions."""
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat.type(y.dtype) == y).sum())


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    right, seen = 0.0, 0
    with torch.no_grad():
        for X, y in data_iter:
            right += accuracy(net(X), y)
            seen += y.numel()
    return right / seen


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    is_module = isinstance(net, torch.nn.Module)
    is_optimizer = isinstance(updater, torch.optim.Optimizer)
    for epoch in range(1, num_epochs + 1):
        if is_module:
            net.train()
        for step, (X, y) in enumerate(train_iter):
            y_hat = net(X)
            l = loss(y_hat, y)
            if is_optimizer:
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
            print('epoch', epoch, 'batch', step, 'loss', l.mean().item(), 'right', accuracy(y_hat, y))
        print('test', evaluate_accuracy(net, test_iter))
