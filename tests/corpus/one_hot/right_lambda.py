import torch

one_hot = lambda y, q: torch.eye(q)[y.long()]

print(one_hot(torch.tensor([0, 2, 1]), 3))
