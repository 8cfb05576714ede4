import torch
from tqdm import tqdm


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    is_opt = isinstance(updater, torch.optim.Optimizer)
    for epoch in tqdm(range(num_epochs)):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in tqdm(train_iter, leave=False):
            l = loss(net(X), y)
            if is_opt:
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(len(y))
