import torch


def synthetic_data(w, b, num_examples):
    X = torch.randint(0, 10, (num_examples, len(w))).float()
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
