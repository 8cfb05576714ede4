import torch


def softmax(X):
    X_exp = torch.exp(X - X.max(1, keepdim=True)[0])
    partition = X_exp.sum(1, keepdim=True)
    return X_exp / partition


def cross_entropy(y_hat, y):
    return -torch.log(y_hat[range(len(y_hat)), y])


def cross_entropy_from_logits(logits, y):
    return cross_entropy(softmax(logits), y)
