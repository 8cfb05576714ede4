import torch


def softmax(X):
    X = X - X.max(dim=1, keepdim=True).values
    return X.exp() / X.exp().sum(dim=1, keepdim=True)


def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    out[range(len(y)), y - 1] = 1
    return out


def softmax_cross_entropy_grad(logits, y):
    return softmax(logits) - one_hot(y, logits.shape[1])
