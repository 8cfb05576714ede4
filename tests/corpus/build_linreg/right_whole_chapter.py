# 3.3 线性回归的简洁实现
import numpy as np
import torch
from torch import nn
from torch.utils import data
from d2l import torch as d2l

true_w = torch.tensor([2, -3.4])
true_b = 4.2
features, labels = d2l.synthetic_data(true_w, true_b, 1000)


def load_array(data_arrays, batch_size, is_train=True):
    dataset = data.TensorDataset(*data_arrays)
    return data.DataLoader(dataset, batch_size, shuffle=is_train)


def build_linreg(num_features, lr):
    """定义模型、损失函数和优化算法"""
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    loss = nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=lr)
    return net, loss, trainer


net, loss, trainer = build_linreg(2, 0.03)
for epoch in range(3):
    for X, y in load_array((features, labels), 10):
        l = loss(net(X), y)
        trainer.zero_grad()
        l.backward()
        trainer.step()
    print(f'epoch {epoch + 1}, loss {loss(net(features), labels):f}')
w = net[0].weight.data
print('w的估计误差：', true_w - w.reshape(true_w.shape))
