import torch


class Softmax:
    def __init__(self, dim=1):
        self.dim = dim
    def __call__(self, X):
        e = torch.exp(X - X.max(self.dim, keepdim=True).values)
        return e / e.sum(self.dim, keepdim=True)
softmax = Softmax()
