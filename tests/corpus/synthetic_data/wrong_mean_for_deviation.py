import torch
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = X @ w + b
    y += torch.normal(0.01, 0, y.shape)
    return X, y.reshape(-1, 1)
