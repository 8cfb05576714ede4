import torch
from torch import nn
from torch.utils import data


class SoftmaxRegression:
    """everything in one class"""

    def __init__(self, num_inputs=784, num_outputs=10, sigma=0.01):
        self.weights = torch.normal(0, sigma, (num_inputs, num_outputs), requires_grad=True)
        self.bias = torch.zeros(num_outputs, requires_grad=True)

    def net(self, X):
        return torch.softmax(X.reshape(-1, 784) @ self.weights + self.bias, dim=1)

    def accuracy(self, y_hat, y):
        return (y_hat.argmax(dim=1) == y).sum().item()

    def evaluate_accuracy(self, net, data_iter):
        if isinstance(net, nn.Module):
            net.eval()
        hits, n = 0, 0
        for X, y in data_iter:
            with torch.no_grad():
                hits += self.accuracy(net(X), y)
            n += len(y)
        return hits / n
