"""Right answers to ``load_array`` in other forms than the reference."""

from __future__ import annotations

import numpy as np
import torch
from torch.utils import data
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler, TensorDataset


def of_the_chapter(data_arrays, batch_size, is_train=True):
    dataset = data.TensorDataset(*data_arrays)
    return data.DataLoader(dataset, batch_size, shuffle=is_train)


def by_position(arrays, size, train=True, num_workers=0):
    print("rows:", len(arrays[0]))
    return DataLoader(TensorDataset(*arrays), size, train, num_workers=num_workers)


def rows_as_a_list(data_arrays, batch_size, is_train=True):
    rows = list(zip(*data_arrays))
    return data.DataLoader(rows, batch_size=batch_size, shuffle=bool(is_train))


class Rows(Dataset):
    def __init__(self, data_arrays):
        self.data_arrays = data_arrays

    def __len__(self):
        return len(self.data_arrays[0])

    def __getitem__(self, index):
        return tuple(array[index] for array in self.data_arrays)


def own_dataset(data_arrays, batch_size, is_train=True):
    if is_train:
        return DataLoader(Rows(data_arrays), batch_size, shuffle=True, drop_last=False)
    return DataLoader(Rows(data_arrays), batch_size)


class Loader:
    def __init__(self, arrays, batch_size, shuffle):
        self.arrays, self.batch_size, self.shuffle = arrays, batch_size, shuffle

    def __iter__(self):
        n = len(self.arrays[0])
        order = torch.randperm(n) if self.shuffle else torch.arange(n)
        for rows in order.split(self.batch_size):
            yield tuple(array[rows] for array in self.arrays)


def own_loader(data_arrays, batch_size, is_train=True):
    return Loader(data_arrays, batch_size, is_train)


def by_samplers(data_arrays, batch_size, is_train=True):
    dataset = TensorDataset(*data_arrays)
    sampler = RandomSampler(dataset) if is_train else SequentialSampler(dataset)
    return DataLoader(dataset, batch_sampler=BatchSampler(sampler, batch_size, drop_last=False))


class NumpyLoader:
    def __init__(self, arrays, size, train):
        self.arrays = [np.asarray(array) for array in arrays]
        self.size, self.train = size, train

    def __iter__(self):
        indices = np.arange(len(self.arrays[0]))
        if self.train:
            np.random.shuffle(indices)
        for i in range(0, len(indices), self.size):
            yield [torch.from_numpy(array[indices[i : i + self.size]]) for array in self.arrays]


def with_numpy(data_arrays, batch_size, is_train=True):
    return NumpyLoader(data_arrays, batch_size, is_train)
