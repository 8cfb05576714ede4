import torch
from torch.nn import functional as F
from d2l import torch as d2l

batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
b = torch.zeros(10, requires_grad=True)


def one_hot(y, num_classes):
    return F.one_hot(y, num_classes).float()


def softmax(X):
    X_exp = torch.exp(X - X.max(1, keepdim=True).values)
    partition = X_exp.sum(1, keepdim=True)
    return X_exp / partition


def net(X):
    return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)


def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])


def softmax_cross_entropy_grad(logits, y):
    return softmax(logits) - one_hot(y, logits.shape[1])


# check it with autograd
o = torch.randn(3, 4, requires_grad=True)
l = cross_entropy(softmax(o), torch.tensor([0, 3, 1]))
l.sum().backward()
print(o.grad - softmax_cross_entropy_grad(o.detach(), torch.tensor([0, 3, 1])))
