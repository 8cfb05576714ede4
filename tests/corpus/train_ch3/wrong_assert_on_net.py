import torch
from d2l import torch as d2l
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    assert isinstance(net, torch.nn.Module), "net must be a module"
    for epoch in range(num_epochs):
        d2l.train_epoch_ch3(net, train_iter, loss, updater)
