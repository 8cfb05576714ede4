import torch


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    module = isinstance(net, torch.nn.Module)

    def step(X, y):
        l = loss(net(X), y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(X.shape[0])
        return l.detach().sum()

    def evaluate():
        if module:
            net.eval()
        with torch.no_grad():
            hits = [(net(X).argmax(1) == y).float().mean() for X, y in test_iter]
        return sum(hits) / len(hits)

    for epoch in range(num_epochs):
        if module:
            net.train()
        total = sum(step(X, y) for X, y in train_iter)
        print(f'{epoch}: {total:.4f} {evaluate():.4f}')
