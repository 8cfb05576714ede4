import torch

def make_features(n, d):
    return torch.randn((n, d), requires_grad=False)

def add_noise(y, sigma):
    return y + sigma * torch.randn_like(y)

def linear(X, w, b):
    return torch.addmm(torch.full((1,), b), X, w[:, None])

def synthetic_data(w, b, num_examples):
    X = make_features(num_examples, len(w))
    return X, add_noise(linear(X, w, b), 0.01)
