import random


class ArrayLoader(object):
    def __init__(self, arrays, batch_size, shuffle):
        self.arrays = tuple(arrays)
        self.batch_size = batch_size
        self.shuffle = shuffle

    def __len__(self):
        n = len(self.arrays[0])
        return (n + self.batch_size - 1) // self.batch_size

    def __iter__(self):
        index = list(range(len(self.arrays[0])))
        if self.shuffle:
            random.shuffle(index)
        start = 0
        while start < len(index):
            chosen = index[start:start + self.batch_size]
            yield [a[chosen] for a in self.arrays]
            start += self.batch_size


def load_array(data_arrays, batch_size, is_train=True):
    return ArrayLoader(data_arrays, batch_size, is_train)
