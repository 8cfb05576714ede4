import torch


def train(train_iter, num_epochs, lr):
    W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
    b = torch.zeros(10, requires_grad=True)

    def softmax_regression(X, W=W, b=b):
        o = X.reshape(X.shape[0], -1) @ W + b
        e = torch.exp(o - o.amax(dim=1, keepdim=True))
        return e / torch.sum(e, dim=1).reshape(-1, 1)

    for epoch in range(num_epochs):
        for X, y in train_iter:
            l = -torch.log(softmax_regression(X)[range(len(y)), y]).sum()
            l.backward()
            for p in (W, b):
                p.data -= lr * p.grad / len(y)
                p.grad.zero_()
