import torch

NOISE = torch.normal(0, 0.01, (20000,))


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += NOISE[:num_examples]
    return X, y.reshape((-1, 1))
