"""What the files are made of: the chapter's functions as learners write them, and what they write around them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

IMPORTS = """import random
import torch
from IPython import display
from d2l import torch as d2l
"""
SYNTHETIC_DATA = '''def synthetic_data(w, b, num_examples):  #@save
    """生成y=Xw+b+噪声"""
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
'''
DATA_ITER = """def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    # 这些样本是随机读取的，没有特定的顺序
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        batch_indices = torch.tensor(indices[i: min(i + batch_size, num_examples)])
        yield features[batch_indices], labels[batch_indices]
"""
SGD = '''def sgd(params, lr, batch_size):  #@save
    """小批量随机梯度下降"""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
'''
SOFTMAX = """def softmax(X):
    X_exp = torch.exp(X - X.max(dim=1, keepdim=True).values)
    partition = X_exp.sum(1, keepdim=True)
    return X_exp / partition  # 这里应用了广播机制
"""
CROSS_ENTROPY = """def cross_entropy(y_hat, y):
    return - torch.log(y_hat[range(len(y_hat)), y])
"""
ACCURACY = '''def accuracy(y_hat, y):  #@save
    """计算预测正确的数量"""
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum())
'''
ACCUMULATOR = '''class Accumulator:  #@save
    """在n个变量上累加"""
    def __init__(self, n):
        self.data = [0.0] * n

    def add(self, *args):
        self.data = [a + float(b) for a, b in zip(self.data, args)]

    def __getitem__(self, idx):
        return self.data[idx]
'''
ANIMATOR = '''class Animator:  #@save
    """在动画中绘制数据"""
    def __init__(self, xlabel=None, ylabel=None, legend=None, xlim=None, ylim=None, figsize=(3.5, 2.5)):
        d2l.use_svg_display()
        self.fig, self.axes = d2l.plt.subplots(1, 1, figsize=figsize)
        self.config_axes = lambda: d2l.set_axes(self.axes, xlabel, ylabel, xlim, ylim, 'linear', 'linear', legend)
        self.X, self.Y = [], []

    def add(self, x, y):
        self.X.append(x)
        self.Y.append(y)
        self.axes.cla()
        self.axes.plot(self.X, self.Y)
        self.config_axes()
        display.display(self.fig)
        display.clear_output(wait=True)
'''
EVALUATE_ACCURACY = '''def evaluate_accuracy(net, data_iter):  #@save
    """计算在指定数据集上模型的精度"""
    if isinstance(net, torch.nn.Module):
        net.eval()
    metric = Accumulator(2)
    with torch.no_grad():
        for X, y in data_iter:
            metric.add(accuracy(net(X), y), y.numel())
    return metric[0] / metric[1]
'''
TRAIN_EPOCH = """def train_epoch_ch3(net, train_iter, loss, updater):  #@save
    if isinstance(net, torch.nn.Module):
        net.train()
    metric = Accumulator(3)
    for X, y in train_iter:
        y_hat = net(X)
        l = loss(y_hat, y)
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.mean().backward()
            updater.step()
        else:
            l.sum().backward()
            updater(X.shape[0])
        metric.add(float(l.sum()), accuracy(y_hat, y), y.numel())
    return metric[0] / metric[2], metric[1] / metric[2]
"""
TRAIN_CH3 = '''def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):  #@save
    """训练模型（定义见第3章）"""
    animator = Animator(xlabel='epoch', xlim=[1, num_epochs], ylim=[0.3, 0.9],
                        legend=['train loss', 'train acc', 'test acc'])
    for epoch in range(num_epochs):
        train_metrics = train_epoch_ch3(net, train_iter, loss, updater)
        test_acc = evaluate_accuracy(net, test_iter)
        animator.add(epoch + 1, train_metrics + (test_acc,))
    train_loss, train_acc = train_metrics
    assert train_loss < 0.5, train_loss
    assert train_acc <= 1 and train_acc > 0.7, train_acc
'''
TRAINING = [ACCUMULATOR, EVALUATE_ACCURACY, TRAIN_EPOCH, ANIMATOR, TRAIN_CH3]
FUNCTIONS = [SYNTHETIC_DATA, DATA_ITER, SGD, SOFTMAX, CROSS_ENTROPY, ACCURACY]
EXERCISES = ("synthetic_data", "data_iter", "sgd", "softmax", "cross_entropy", "accuracy", "train_ch3")
LINEAR = """true_w, true_b = torch.tensor([2, -3.4]), 4.2
features, labels = synthetic_data(true_w, true_b, 1000)
print('features:', features[0],'\\nlabel:', labels[0])
d2l.set_figsize()
d2l.plt.scatter(features[:, 1].detach().numpy(), labels.detach().numpy(), 1);
batch_size, lr, num_epochs = 10, 0.03, 3
w = torch.normal(0, 0.01, size=(2,1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for epoch in range(num_epochs):
    for X, y in data_iter(batch_size, features, labels):
        ((X @ w + b - y) ** 2 / 2).sum().backward()
        sgd([w, b], lr, batch_size)
"""
WEIGHTS = """batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
num_inputs = 784
num_outputs = 10
W = torch.normal(0, 0.01, size=(num_inputs, num_outputs), requires_grad=True)
b = torch.zeros(num_outputs, requires_grad=True)
"""
RUNNING = """def net(X):
    return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)
y = torch.tensor([0, 2])
y_hat = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
print(accuracy(y_hat, y) / len(y))
def updater(batch_size):
    return d2l.sgd([W, b], lr, batch_size)
train_ch3(net, train_iter, test_iter, cross_entropy, 10, updater)
"""
CLASSIFYING = [SOFTMAX, CROSS_ENTROPY, ACCURACY]
THREE = ("softmax", "cross_entropy", "accuracy")


class Habit(NamedTuple):
    """One file, or the files of a folder, and what must become of it."""

    text: str | bytes | dict[str, str | bytes]
    earns: tuple[str, ...] = THREE
    """Exercises with full points."""
    notes: tuple[str, ...] = ()
    """Entries of the notes that tell what was done."""
    suffix: str = ".py"


def joined(*parts: str | Sequence[str]) -> str:
    """Return the text of a file."""
    return "\n\n".join(part if isinstance(part, str) else "\n\n".join(part) for part in parts) + "\n"


def inside(text: str, levels: int = 1) -> str:
    """Return a text with indentation."""
    return textwrap.indent(text, "    " * levels)


CHAPTER = joined(IMPORTS, FUNCTIONS[:3], LINEAR, WEIGHTS, FUNCTIONS[3:], TRAINING, RUNNING)
SHORT = joined(IMPORTS, CLASSIFYING)


def notebook(*cells: str, picture_bytes: int = 0) -> bytes:
    """Return a notebook of format 4, with a stored picture behind each cell."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * picture_bytes}}]
    made = [
        {
            "cell_type": "code",
            "execution_count": number,
            "metadata": {},
            "source": cell.splitlines(keepends=True),
            "outputs": outputs if picture_bytes else [],
        }
        for number, cell in enumerate(cells, 1)
    ]
    made.insert(0, {"cell_type": "markdown", "metadata": {}, "source": ["# 3.6 从零开始\n", "```python\nx = = 1\n```"]})
    return json.dumps({"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": made}, ensure_ascii=False).encode()


def notebook_3(*cells: str, picture_bytes: int = 0) -> bytes:
    """Return a notebook of format 3."""
    outputs = [{"output_type": "display_data", "png": "A" * picture_bytes}]
    made = [{"cell_type": "code", "language": "python", "input": cell, "outputs": outputs} for cell in cells]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": made}]}).encode()
