import random


class Rewinding:
    def __init__(self, arrays, size, is_train):
        self.arrays, self.size, self.is_train = arrays, size, is_train

    def __iter__(self):
        rows = list(range(len(self.arrays[0])))
        if self.is_train:
            random.shuffle(rows)
        self.left = [rows[i : i + self.size] for i in range(0, len(rows), self.size)]
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        rows = self.left.pop(0)
        return tuple(array[rows] for array in self.arrays)


def load_array(data_arrays, batch_size, is_train=True):
    return Rewinding(data_arrays, batch_size, is_train)
