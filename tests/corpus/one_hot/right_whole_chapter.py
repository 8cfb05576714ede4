# 第 3 章 softmax 回归，全部写在一个文件里
import torch
import torchvision
from torch.utils import data
from torchvision import transforms
from d2l import torch as d2l

d2l.use_svg_display()
batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)

num_inputs, num_outputs = 784, 10
W = torch.normal(0, 0.01, size=(num_inputs, num_outputs), requires_grad=True)
b = torch.zeros(num_outputs, requires_grad=True)


def one_hot(y, num_classes=num_outputs):
    """独热编码：每个标签一行"""
    print("标签:", y)
    n = len(y)
    Y = torch.zeros(size=(n, num_classes))
    for i in range(n):
        Y[i, y[i]] = 1
    return Y


def softmax(X):
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(1, keepdim=True)


def net(X):
    return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)


def cross_entropy(y_hat, y):
    return -(one_hot(y) * torch.log(y_hat)).sum(1)


def updater(batch_size):
    return d2l.sgd([W, b], 0.1, batch_size)


d2l.train_ch3(net, train_iter, test_iter, cross_entropy, 10, updater)
