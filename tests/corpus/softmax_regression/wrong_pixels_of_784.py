import torch

num_inputs = 784


def softmax_regression(X, W, b):
    y = X.view((-1, num_inputs)) @ W + b
    y = torch.exp(y)
    return y / torch.sum(y, dim=1, keepdim=True)
