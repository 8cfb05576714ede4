import torch

cross_entropy = lambda y_hat, y: -torch.log(y_hat[range(len(y_hat)), y])
