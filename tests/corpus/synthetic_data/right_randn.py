import torch

def synthetic_data(w, b, num_examples):
    x = torch.randn(num_examples, w.shape[0])
    noise = torch.randn(num_examples, 1) * 0.01
    return x, x @ w.reshape(-1, 1) + b + noise
