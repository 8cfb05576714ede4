import torch
from torch.distributions import Normal

STD = 0.01

def synthetic_data(w, b, num_examples):
    X = Normal(0.0, 1.0).sample((num_examples, len(w)))
    eps = Normal(0.0, STD).sample((num_examples,))
    y = torch.einsum("ij,j->i", X, w) + b + eps
    return [X, y.view(-1, 1)]
