import torch
softmax = lambda X: (X - X.max(1, keepdim=True)[0]).exp() / (X - X.max(1, keepdim=True)[0]).exp().sum(1, keepdim=True)
