import torch


class LinearRegressionScratch:
    """From scratch, as a class."""

    def __init__(self, seed=None):
        self.history = []
        if seed is not None:
            torch.manual_seed(seed)

    def forward(self, X, w, b):
        return X @ w + b

    def loss(self, y_hat, y):
        return 0.5 * (y_hat - y) ** 2

    def batches(self, features, labels, batch_size):
        idx = torch.randperm(features.shape[0])
        return [(features[i], labels[i]) for i in torch.split(idx, batch_size)]

    def train_linreg(self, features, labels, w, b, lr, num_epochs, batch_size):
        self.history = []
        for epoch in range(num_epochs):
            for X, y in self.batches(features, labels, batch_size):
                self.loss(self.forward(X, w, b), y).sum().backward()
                with torch.no_grad():
                    w -= lr * w.grad / len(X)
                    b -= lr * b.grad / len(X)
                w.grad = None
                b.grad = None
            self.history.append(self.loss(self.forward(features, w, b), labels).mean().item())
        return self.history
