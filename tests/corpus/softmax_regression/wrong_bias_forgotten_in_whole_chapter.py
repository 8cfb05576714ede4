import torch
from d2l import torch as d2l

train_iter, test_iter = d2l.load_data_fashion_mnist(256)
W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
b = torch.zeros(10, requires_grad=True)


def softmax(X):
    X_exp = X.exp()
    return X_exp / X_exp.sum(dim=1, keepdim=True)


def softmax_regression(X, W, b):
    # 先展平，再乘以权重
    X = X.view(X.shape[0], -1)
    return softmax(X.mm(W))


for X, y in train_iter:
    print(softmax_regression(X, W, b)[0])
    break
