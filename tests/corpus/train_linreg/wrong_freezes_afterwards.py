import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    losses = []
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        losses.append(squared_loss(linreg(features, w, b), labels).mean().item())
    # 训练结束，不再需要梯度
    w.requires_grad = False
    b.requires_grad = False
    return losses
