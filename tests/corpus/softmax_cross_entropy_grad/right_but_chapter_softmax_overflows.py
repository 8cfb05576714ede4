import torch


def softmax(X):
    X_exp = torch.exp(X)
    partition = X_exp.sum(1, keepdim=True)
    return X_exp / partition  # 这里应用了广播机制


def softmax_cross_entropy_grad(logits, y):
    y_hat = softmax(logits)
    y_hat[range(len(y_hat)), y] -= 1
    return y_hat
