import random


class Batches:
    def __init__(self, arrays, size, is_train):
        self.arrays = arrays
        self.starts = range(0, len(arrays[0]), size)
        self.size, self.is_train = size, is_train

    def __iter__(self):
        starts = list(self.starts)
        if self.is_train:
            random.shuffle(starts)
        for start in starts:
            yield [array[start : start + self.size] for array in self.arrays]


def load_array(data_arrays, batch_size, is_train=True):
    return Batches(data_arrays, batch_size, is_train)
