import torch
from torch import nn


def train_epoch_ch3(model, loader, criterion, optimizer, log_every=50):
    '''one epoch, returns [loss, acc]'''
    n = sum(len(y) for _, y in loader)
    if isinstance(model, nn.Module):
        model.train()
    running, hits = 0.0, 0
    for step, (X, y) in enumerate(loader):
        out = model(X)
        l = criterion(out, y)
        hits += (out.argmax(1) == y).sum().item()
        running += l.sum().item()
        if isinstance(optimizer, torch.optim.Optimizer):
            optimizer.zero_grad()
            (l.sum() / len(y)).backward()
            optimizer.step()
        else:
            l.sum().backward()
            optimizer(len(y))
        if step % log_every == 0:
            print(f"step {step} loss {l.mean():.4f}")
    return [running / n, hits / n]
