import torch
from torch.distributions import MultivariateNormal
def synthetic_data(w, b, num_examples):
    d = w.shape[0]
    X = MultivariateNormal(torch.zeros(d), torch.eye(d)).sample((num_examples,))
    y = X @ w + b
    return X, (y + 0.01 * torch.randn_like(y)).unsqueeze(1)
