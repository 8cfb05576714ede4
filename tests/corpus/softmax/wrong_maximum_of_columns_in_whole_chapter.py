import torch
import matplotlib.pyplot as plt
import d2lzh_pytorch as d2l

batch_size = 256
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
num_inputs, num_outputs = 784, 10
W = torch.normal(0, 0.01, (num_inputs, num_outputs), requires_grad=True)
b = torch.zeros(num_outputs, requires_grad=True)

AXIS = 0


def softmax(X):
    X_exp = (X - X.max(AXIS, keepdim=True)[0]).exp()
    partition = X_exp.sum(dim=1, keepdim=True)
    return X_exp / partition


def net(X):
    return softmax(torch.mm(X.view((-1, num_inputs)), W) + b)


def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1)))


for epoch in range(5):
    for X, y in train_iter:
        l = cross_entropy(net(X), y).sum()
        l.backward()
        d2l.sgd([W, b], 0.1, batch_size)
    print(epoch, d2l.evaluate_accuracy(test_iter, net))
plt.show()
