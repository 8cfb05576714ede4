import torch


def train(features, labels, lr=0.03, epochs=3):
    w = torch.zeros(features.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)

    def linreg(x, w, b):
        # (n, d) x (d, 1)
        return torch.mm(x, w) + b

    for _ in range(epochs):
        l = ((linreg(features, w, b) - labels) ** 2 / 2).sum()
        l.backward()
        with torch.no_grad():
            for p in (w, b):
                p -= lr * p.grad / len(features)
                p.grad.zero_()
    return w, b
