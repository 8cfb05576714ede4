import torch


def train_epoch_ch3(net, train_iter, loss, updater):
    """训练一轮"""
    if isinstance(net, torch.nn.Module):
        net.train()
    loss_sum = acc_sum = count = 0
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y).mean()
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.backward()
            updater.step()
        else:
            l.backward()
            updater(X.shape[0])
        loss_sum += l.item() * y.numel()
        acc_sum += (y_hat.argmax(dim=1) == y).sum().item()
        count += y.numel()
    return loss_sum / count, acc_sum / count
