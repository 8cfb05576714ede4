import torch
from d2l import torch as d2l

train_iter, test_iter = d2l.load_data_fashion_mnist(256)
W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
b = torch.zeros(10, requires_grad=True)


def softmax(X):
    partition = torch.exp(X).sum(1, keepdim=True)
    return torch.exp(X) / partition


def one_hot(y, num_classes):
    vec = torch.zeros(num_classes)
    for i in y:
        vec[i] = 1
    return vec


def net(X):
    return softmax(X.reshape(-1, 784) @ W + b)


for X, y in train_iter:
    print(net(X).shape, one_hot(y, 10))
    break
