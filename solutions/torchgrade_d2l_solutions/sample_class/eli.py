import random
import torch
from torch.utils import data
import torchvision
from torchvision import transforms

trans = transforms.ToTensor()
mnist_train = torchvision.datasets.FashionMNIST(root="../data", train=True, transform=trans, download=True)
mnist_test = torchvision.datasets.FashionMNIST(root="../data", train=False, transform=trans, download=True)
train_iter = data.DataLoader(mnist_train, 256, shuffle=True, num_workers=4)
test_iter = data.DataLoader(mnist_test, 256, num_workers=4)


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    print('features', X.shape, 'labels', y.shape)
    return X, y


def sgd(params, lr, batch_size):
    for param in params:
        print('gradient', param.grad)
        param.data -= lr * param.grad / batch_size


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        batch_indices = list(range(i, min(i + batch_size, num_examples)))
        print('batch', batch_indices)
        yield features[batch_indices], labels[batch_indices]


def softmax(X):
    X_exp = X.exp()
    partition = X_exp.sum(dim=1)
    print('partition', partition.shape)
    return X_exp / partition


def cross_entropy(y_hat, y):
    p = y_hat[range(len(y_hat)), y] + 1e-3
    print('p', p)
    return -torch.log(p)


def accuracy(y_hat, y):
    return (y_hat.argmax(dim=1) == y).sum().item()


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        loss_sum, right, n = 0.0, 0, 0
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
            loss_sum += l.sum().item()
            right += accuracy(y_hat, y)
            n += len(y)
            print('epoch', epoch, 'loss', loss_sum / n, 'acc', right / n)
        if isinstance(net, torch.nn.Module):
            net.eval()
        with torch.no_grad():
            print('test', [accuracy(net(X), y) for X, y in test_iter])


W = torch.normal(0, 0.01, (784, 10), requires_grad=True)
train_ch3(lambda X: softmax(X.reshape(-1, 784) @ W), train_iter, test_iter,
          lambda y_hat, y: -torch.log(y_hat[range(len(y)), y]), 5,
          lambda n: W.data.sub_(0.1 * W.grad / n) and W.grad.zero_())
