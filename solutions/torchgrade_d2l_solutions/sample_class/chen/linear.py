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


if __name__ == '__main__':
    X = torch.randn(100, 2)
    for a, b in data_iter(8, X, X.sum(1, keepdim=True)):
        print(a.shape, b.shape)
