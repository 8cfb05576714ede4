"""Mistakes that students make in ``load_array``, as they write them; each shows in batches or in an exception."""

from __future__ import annotations

import itertools
import random

import torch
from torch.utils import data
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.linear_regression.load_array import symptoms
from torchgrade_d2l.linear_regression.load_array.symptoms import keeps_order, raises

mistake = Mistakes("load_array")
right = mistake.right

# The call, and the data set.


@mistake("order", explains=["batches"], about="call", beside=["mistake.other_order"], shows=symptoms.order)
def load_array(batch_size, data_arrays, is_train=True):
    return right(data_arrays, batch_size, is_train)


@mistake("nothing", explains=["batches"], about="call", shows=symptoms.nothing)
def load_array(data_arrays, batch_size, is_train=True):
    data_iter = data.DataLoader(data.TensorDataset(*data_arrays), batch_size, shuffle=is_train)
    print(len(data_iter))


@mistake("nothing", explains=["eval_order"], shows=symptoms.nothing_for_evaluation)
def load_array(data_arrays, batch_size, is_train=True):
    if is_train:
        return right(data_arrays, batch_size, is_train)


@mistake("with_dataset", explains=["batches", "train_order"], about="call", shows=symptoms.with_dataset)
def load_array(data_arrays, batch_size, is_train=True):
    dataset = data.TensorDataset(*data_arrays)
    return dataset, data.DataLoader(dataset, batch_size, shuffle=is_train)


@mistake("numbered", explains=["batches", "train_order"], about="call", shows=symptoms.numbered)
def load_array(data_arrays, batch_size, is_train=True):
    return enumerate(right(data_arrays, batch_size, is_train))


@mistake(
    "shadowed",
    explains=["batches", "train_order"],
    about="call",
    shows=raises("'tuple' object has no attribute 'TensorDataset'"),
)
def load_array(data, batch_size, is_train=True):
    dataset = data.TensorDataset(*data)
    return data.DataLoader(dataset, batch_size, shuffle=is_train)


@mistake(
    "star_forgotten",
    explains=["batches"],
    about="dataset",
    shows=raises("'tuple' object has no attribute 'size'", "'list' object has no attribute 'size'", "after ** must be"),
)
def load_array(data_arrays, batch_size, is_train=True):
    dataset = data.TensorDataset(data_arrays)
    return data.DataLoader(dataset, batch_size, shuffle=is_train)


@mistake("no_dataset", explains=["batches"], about="dataset", shows=raises("stack expects each tensor to be equal"))
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data_arrays, batch_size, shuffle=is_train)


@mistake("fewer", explains=["arrays"], about="dataset", shows=symptoms.fewer)
def load_array(data_arrays, batch_size, is_train=True):
    features, labels = data_arrays[0], data_arrays[1]
    return DataLoader(TensorDataset(features, labels), batch_size, shuffle=is_train)


@mistake("fewer", explains=["batches", "arrays"], shows=symptoms.fewer)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(data_arrays[0]), batch_size, shuffle=is_train)


@mistake("two_only", explains=["arrays"], about="dataset", shows=raises("too many values to unpack (expected 2"))
def load_array(data_arrays, batch_size, is_train=True):
    features, labels = data_arrays
    return DataLoader(TensorDataset(features, labels), batch_size, shuffle=is_train)


@mistake("features_alone", explains=["batches"], about="dataset", shows=symptoms.features_alone)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(data_arrays[0], batch_size, shuffle=is_train)


@mistake("dataset", explains=["batches"], about="loader", shows=symptoms.dataset)
def load_array(data_arrays, batch_size, is_train=True):
    return data.TensorDataset(*data_arrays)


@mistake("no_length", explains=["batches", "train_order"], about="dataset", shows=symptoms.no_length)
def load_array(data_arrays, batch_size, is_train=True):
    class Rows(data.Dataset):
        def __getitem__(self, index):
            return tuple(array[index] for array in data_arrays)

    return data.DataLoader(Rows(), batch_size, shuffle=is_train)


@mistake("dictionaries", explains=["batches", "train_order"], about="dataset", shows=symptoms.dictionaries)
def load_array(data_arrays, batch_size, is_train=True):
    rows = [{f"array{i}": part for i, part in enumerate(row)} for row in zip(*data_arrays)]
    return data.DataLoader(rows, batch_size, shuffle=is_train)


@mistake("reversed_arrays", explains=["batches", "train_order"], about="dataset", shows=symptoms.reversed_arrays)
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays[::-1]), batch_size, shuffle=is_train)


@mistake("few_rows", explains=["batches", "train_order"], about="dataset", shows=symptoms.few_rows)
def load_array(data_arrays, batch_size, is_train=True):
    n = len(data_arrays)
    return DataLoader(TensorDataset(*[array[:n] for array in data_arrays]), batch_size, shuffle=is_train)


@mistake("joined", explains=["batches", "train_order"], about="dataset", shows=symptoms.joined)
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(torch.cat(data_arrays, dim=1), batch_size, shuffle=is_train)


@mistake("torn", explains=["batches"], about="dataset", shows=symptoms.torn)
def load_array(data_arrays, batch_size, is_train=True):
    loaders = [DataLoader(array, batch_size, shuffle=is_train) for array in data_arrays]
    return list(zip(*loaders))


# The sizes.


@mistake("whole_arrays", explains=["batches"], about="loader", shows=symptoms.whole_arrays)
def load_array(data_arrays, batch_size, is_train=True):
    n = len(data_arrays[0])
    return data.DataLoader(data.TensorDataset(*data_arrays), n, shuffle=is_train)


@mistake("whole_arrays", shows=symptoms.whole_arrays)
def load_array(data_arrays, batch_size, is_train=True):
    return data_arrays


@mistake("one_batch", explains=["batches"], about="loader", shows=symptoms.one_batch)
def load_array(data_arrays, batch_size, is_train=True):
    loader = DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train)
    return next(iter(loader))


@mistake("no_batch_size", explains=["batches"], about="loader", shows=symptoms.no_batch_size)
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), shuffle=is_train)


@mistake("fixed_size", explains=["batches"], about="loader", shows=symptoms.fixed_size)
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size=10, shuffle=is_train)


@mistake("number_of_batches", explains=["batches"], about="loader", shows=symptoms.number_of_batches)
def load_array(data_arrays, batch_size, is_train=True):
    number = len(data_arrays[0]) // batch_size
    return data.DataLoader(data.TensorDataset(*data_arrays), max(number, 1), shuffle=is_train)


@mistake("number_of_batches", shows=symptoms.number_of_batches)
def load_array(data_arrays, batch_size, is_train=True):
    number = len(data_arrays[0]) / batch_size
    return data.DataLoader(data.TensorDataset(*data_arrays), number, shuffle=is_train)


@mistake(
    "two_orders", explains=["batches", "train_order"], about="order", shows=raises("mutually exclusive with shuffle")
)
def load_array(data_arrays, batch_size, is_train=True):
    dataset = TensorDataset(*data_arrays)
    return DataLoader(dataset, batch_size, shuffle=is_train, sampler=RandomSampler(dataset))


@mistake("endless", explains=["batches", "train_order"], about="loader", shows=symptoms.endless)
def load_array(data_arrays, batch_size, is_train=True):
    return itertools.cycle(right(data_arrays, batch_size, is_train))


@mistake("overlapping", explains=["batches"], about="loader", shows=symptoms.overlapping)
def load_array(data_arrays, batch_size, is_train=True):
    class Batches:
        def __iter__(self):
            n = len(data_arrays[0])
            order = torch.randperm(n) if is_train else torch.arange(n)
            for i in range(n):
                yield [array[order[i : i + batch_size]] for array in data_arrays]

    return Batches()


@mistake(
    "is_train_as_size", explains=["batches", "train_order"], about="call",
    shows=raises("but got batch_size=True", "but got batch_size=False"),
)  # fmt: skip
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), is_train, batch_size)


@mistake("last_dropped", explains=["batches"], about="loader", shows=symptoms.last_dropped)
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size, shuffle=is_train, drop_last=True)


@mistake("last_dropped", explains=["eval_order"], shows=symptoms.last_dropped)
def load_array(data_arrays, batch_size, is_train=True):
    return DataLoader(TensorDataset(*data_arrays), batch_size, shuffle=is_train, drop_last=not is_train)


@mistake("replacement", explains=["batches"], about="order", shows=symptoms.replacement)
def load_array(data_arrays, batch_size, is_train=True):
    dataset = TensorDataset(*data_arrays)
    return DataLoader(dataset, batch_size, sampler=RandomSampler(dataset, replacement=True))


@mistake("shuffled_tensor", explains=["batches"], about="order", shows=symptoms.shuffled_tensor)
def load_array(data_arrays, batch_size, is_train=True):
    rows = torch.arange(len(data_arrays[0]))
    random.shuffle(rows)
    return DataLoader(TensorDataset(*[array[rows] for array in data_arrays]), batch_size)


# Several loops, and their order.


@mistake("used_up", explains=["again"], about="loops", shows=symptoms.used_up)
def load_array(data_arrays, batch_size, is_train=True):
    return iter(right(data_arrays, batch_size, is_train))


@mistake("used_up", shows=symptoms.used_up)
def load_array(data_arrays, batch_size, is_train=True):
    for batch in right(data_arrays, batch_size, is_train):
        yield batch


@mistake("never_shuffled", explains=["train_order"], about="order", shows=keeps_order(True, True, True))
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size)


@mistake(
    "never_shuffled",
    explains=["train_order"],
    beside=["mistake.number_of_arguments"],
    shows=keeps_order(True, None, None),
)
def load_array(data_arrays, batch_size):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size)


@mistake("always_shuffled", explains=["eval_order"], about="order", shows=keeps_order(False, False, False))
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size, shuffle=True)


@mistake("whole_arrays", explains=["eval_order"], shows=symptoms.whole_for_evaluation)
def load_array(data_arrays, batch_size, is_train=True):
    dataset = TensorDataset(*data_arrays)
    if is_train:
        return DataLoader(dataset, batch_size, shuffle=True)
    return DataLoader(dataset, len(dataset))


@mistake("blocks", explains=["batches", "train_order"], about="order", shows=symptoms.blocks)
def load_array(data_arrays, batch_size, is_train=True):
    batches = list(zip(*(array.split(batch_size) for array in data_arrays)))
    return DataLoader(batches, batch_size=None, shuffle=is_train)


@mistake("reversed", explains=["eval_order", "train_order"], about="order", shows=keeps_order(True, True, False))
def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size, shuffle=not is_train)


@mistake("default_false", explains=["train_order"], about="order", shows=keeps_order(True, False, True))
def load_array(data_arrays, batch_size, is_train=False):
    return right(data_arrays, batch_size, is_train)


@mistake("shuffled_once", explains=["train_order"], about="order", shows=symptoms.shuffled_once)
def load_array(data_arrays, batch_size, is_train=True):
    return list(right(data_arrays, batch_size, is_train))


@mistake("shuffled_once", shows=symptoms.shuffled_once)
def load_array(data_arrays, batch_size, is_train=True):
    if is_train:
        rows = torch.randperm(len(data_arrays[0]))
        data_arrays = [array[rows] for array in data_arrays]
    return DataLoader(TensorDataset(*data_arrays), batch_size)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("batches")
def load_array(data_arrays, batch_size, is_train=True):
    scaled = [(array - array.mean(0)) / array.std(0) for array in data_arrays]
    return right(scaled, batch_size, is_train)


@mistake.unnamed("other_sizes")
def load_array(data_arrays, batch_size, is_train=True):
    return right([array[:256] for array in data_arrays], batch_size, is_train)
