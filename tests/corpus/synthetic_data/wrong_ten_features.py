import torch


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = b + torch.normal(0, 0.01, (num_examples,))
    for j in range(min(10, len(w))):
        y += w[j] * X[:, j]
    return X, y.reshape(-1, 1)
