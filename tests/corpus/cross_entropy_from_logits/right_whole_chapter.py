import torch
from torch import nn
from torch.nn import functional as F
from d2l import torch as d2l

batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)

net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def init_weights(m):
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, std=0.01)


net.apply(init_weights)


def one_hot(y, num_classes):
    return torch.eye(num_classes)[y]


def softmax(X):
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(1, keepdim=True)


def log_softmax(X):
    X = X - X.max(1, keepdim=True)[0]
    return X - torch.log(X.exp().sum(1, keepdim=True))


def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])


def cross_entropy_from_logits(logits, y):
    # 与 nn.CrossEntropyLoss(reduction='none') 相同
    return -log_softmax(logits)[range(len(y)), y]


loss = cross_entropy_from_logits
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
d2l.train_ch3(net, train_iter, test_iter, loss, 10, trainer)
