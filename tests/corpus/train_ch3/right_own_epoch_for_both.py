import torch


def run_epoch(net, it, loss, updater=None):
    training = updater is not None
    if isinstance(net, torch.nn.Module):
        net.train(training)
    total = correct = n = 0
    with torch.set_grad_enabled(training):
        for X, y in it:
            out = net(X)
            l = loss(out, y)
            if training:
                if isinstance(updater, torch.optim.Optimizer):
                    updater.zero_grad(); l.mean().backward(); updater.step()
                else:
                    l.sum().backward(); updater(len(y))
            total += float(l.sum()); correct += int((out.argmax(1) == y).sum()); n += len(y)
    return total / n, correct / n


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        tr = run_epoch(net, train_iter, loss, updater)
        te = run_epoch(net, test_iter, loss)
        print(epoch + 1, tr, te)
