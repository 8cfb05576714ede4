import torch
from torch import nn
def train_epoch_ch3(model, loader, criterion, opt):
    if isinstance(model, nn.Module):
        model.train()
    for X, y in loader:
        l = criterion(model(X), y)
        if isinstance(opt, torch.optim.Optimizer):
            opt.zero_grad(); l.mean().backward(); opt.step()
        else:
            l.sum().backward(); opt(X.shape[0])
def train_ch3(model, opt, criterion, train_loader, test_loader, epochs):
    for e in range(epochs):
        train_epoch_ch3(model, train_loader, criterion, opt)
        print("epoch", e)
