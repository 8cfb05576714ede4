# coding: utf-8
get_ipython().run_line_magic('matplotlib', 'inline')
import random
import torch
from d2l import torch as d2l


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))


true_w = torch.tensor([2, -3.4])
true_b = 4.2
features, labels = synthetic_data(true_w, true_b, 1000)
d2l.set_figsize()
d2l.plt.scatter(features[:, 1].detach().numpy(), labels.detach().numpy(), 1)


def get_indices(n):
    indices = list(range(n))
    random.shuffle(indices)
    return indices


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = get_indices(num_examples)
    for i in range(0, num_examples, batch_size):
        j = torch.tensor(indices[i:i + batch_size])
        yield features[j], labels[j]


batch_size = 10
for X, y in data_iter(batch_size, features, labels):
    print(X, '\n', y)
    break

w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for epoch in range(3):
    for X, y in data_iter(batch_size, features, labels):
        l = ((torch.matmul(X, w) + b - y.reshape((-1, 1))) ** 2 / 2).sum()
        l.backward()
        d2l.sgd([w, b], 0.03, batch_size)
