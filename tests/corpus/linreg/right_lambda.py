import torch

linreg = lambda inputs, weights, bias: torch.addmm(bias, inputs, weights)
