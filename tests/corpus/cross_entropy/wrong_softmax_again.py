import torch


def softmax(X):
    X_exp = X.exp()
    return X_exp / X_exp.sum(1, keepdim=True)


def cross_entropy(y_hat, y):
    return -torch.log(softmax(y_hat)[range(len(y_hat)), y])
