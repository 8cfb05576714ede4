# 3.7 softmax回归的简洁实现
import torch
from torch import nn
from d2l import torch as d2l

batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)


def init_weights(m):
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, std=0.01)


def build_softmax_regression():
    # PyTorch不会隐式地调整输入的形状，因此在线性层前定义展平层
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net.apply(init_weights);
    return net


net = build_softmax_regression()
loss = nn.CrossEntropyLoss(reduction='none')
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
d2l.train_ch3(net, train_iter, test_iter, loss, 10, trainer)
