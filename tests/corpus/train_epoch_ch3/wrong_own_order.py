import torch
from d2l import torch as d2l


def train_epoch_ch3(model, criterion, opt, batches):
    if isinstance(model, torch.nn.Module):
        model.train()
    metric = d2l.Accumulator(3)
    for X, y in batches:
        y_hat = model(X)
        l = criterion(y_hat, y)
        if isinstance(opt, torch.optim.Optimizer):
            opt.zero_grad()
            l.mean().backward()
            opt.step()
        else:
            l.sum().backward()
            opt(X.shape[0])
        metric.add(float(l.sum()), d2l.accuracy(y_hat, y), y.numel())
    return metric[0] / metric[2], metric[1] / metric[2]
