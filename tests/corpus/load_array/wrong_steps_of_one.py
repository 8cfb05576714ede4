import torch


class Batches:
    def __init__(self, arrays, size, shuffle):
        self.arrays, self.size, self.shuffle = arrays, size, shuffle

    def __iter__(self):
        n = len(self.arrays[0])
        order = torch.randperm(n) if self.shuffle else torch.arange(n)
        for i in range(0, n):
            rows = order[i : min(i + self.size, n)]
            yield tuple(array[rows] for array in self.arrays)


def load_array(data_arrays, batch_size, is_train=True):
    return Batches(data_arrays, batch_size, is_train)
