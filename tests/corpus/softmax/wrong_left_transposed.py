import torch


def softmax(X):
    X_exp = torch.exp(X.T)  # the classes come first, so that the sum broadcasts
    return X_exp / X_exp.sum(0)
