import numpy as np, torch


class data_iter:
    def __init__(self, batch_size, features, labels):
        self.order = np.random.permutation(len(features))
        self.k, self.i = batch_size, 0
        self.f, self.l = features, labels
    def __iter__(self):
        return self
    def __next__(self):
        if self.i >= len(self.order):
            raise StopIteration
        j = torch.as_tensor(self.order[self.i:self.i + self.k])
        self.i += self.k
        return self.f[j], self.l[j]
