import torch


def train(net, features, labels, num_epochs=3):
    def squared_loss(y_hat, y):
        diff = torch.sub(y.reshape(y_hat.shape), y_hat)
        return diff.pow(2) / 2

    for epoch in range(num_epochs):
        l = squared_loss(net(features), labels)
        l.mean().backward()
        print(epoch, float(l.mean()))
