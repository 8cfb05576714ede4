import torch

g = torch.Generator()
g.manual_seed(2024)

def synthetic_data(w, b, num_examples, noise=0.01, generator=g):
    """extra parameters have defaults"""
    X = torch.normal(0.0, 1.0, size=(num_examples, w.numel()), generator=generator)
    y = X.matmul(w).unsqueeze(-1).add(b)
    y[:] = y + torch.normal(mean=torch.zeros_like(y), std=noise, generator=generator)
    return X, y
