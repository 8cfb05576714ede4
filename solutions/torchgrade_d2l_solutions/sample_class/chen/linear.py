import numpy as np
import torch


def synthetic_data(w, b, num_examples):
    X = torch.randn(num_examples, w.shape[0])
    noise = 0.1 * torch.randn(num_examples)
    return X, (X @ w + b + noise).unsqueeze(1)


def sgd(params, lr, batch_size):
    for p in params:
        p.data.sub_(lr / batch_size * p.grad)
        p.grad = None


def data_iter(batch_size, features, labels):
    n = len(labels)
    order = np.random.permutation(n)
    for start in range(0, n, batch_size):
        rows = torch.from_numpy(order[start:start + batch_size])
        yield features[rows], labels[rows]


def linreg(X, w, b):
    return (X @ w).squeeze() + b


def squared_loss(y_hat, y):
    return ((y_hat - y.view(y_hat.shape)) ** 2).mean()


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            loss = ((X @ w + b - y) ** 2 / 2).sum()
            loss.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= lr / batch_size * p.grad
                    p.grad.zero_()
        print(epoch + 1, float(loss))


if __name__ == '__main__':
    X = torch.randn(100, 2)
    for a, b in data_iter(8, X, X.sum(1, keepdim=True)):
        print(a.shape, b.shape)
