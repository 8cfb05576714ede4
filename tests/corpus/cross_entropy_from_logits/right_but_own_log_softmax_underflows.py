import torch


def softmax(X):
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(1, keepdim=True)


def log_softmax(X):
    return torch.log(softmax(X))


def cross_entropy_from_logits(logits, y):
    return -log_softmax(logits)[range(len(logits)), y]
