"""Symptoms of wrong batches: in their images, sizes and order, and in exceptions."""

from __future__ import annotations

import re
from collections.abc import Callable

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.softmax_regression.load_data_fashion_mnist.loaded import (
    ITERATORS,
    SIDE,
    TEST,
    TRAIN,
    Loaded,
    alike,
    exact,
    last_loaded,
)

_LONGEST = 400
"""Most characters of an exception that are searched."""


def raises(pattern: str) -> Symptom:
    """Return the symptom of an exception whose text matches."""
    return lambda tried: re.search(pattern, tried.raised[:_LONGEST]) is not None


def shows(test: Callable[[Loaded], bool]) -> Symptom:
    """Return the symptom that the batches of the last call pass a test."""
    return lambda tried: test(last_loaded(tried))


def returned(*types: str) -> Symptom:
    """Return the symptom of a single returned value of one of these types."""
    return lambda tried: tried.answer is not None and tried.answer.value["type"] in types


def pair_of(*types: str) -> Symptom:
    """Return the symptom of a pair of values of these types."""

    def same(tried: Tried) -> bool:
        found = tried.answer.value["types"] if tried.answer is not None else []
        return len(found) == 2 and all(one in types for one in found)

    return same


def _split_of(made: Loaded, split: int) -> str:
    """Return which split an iterator reads: train, test, or an empty text for both or none."""
    found = alike(made.rows(split), made.images)
    if not found or -1 in found:
        return ""
    return {(True, True): "train", (False, False): "test"}.get((min(found) < TRAIN, max(found) < TRAIN), "")


def splits(first: str, second: str) -> Symptom:
    """Return the symptom of iterators that read these splits."""
    return shows(lambda made: (_split_of(made, 0), _split_of(made, 1)) == (first, second))


def _is_scaled(made: Loaded) -> bool:
    """Return whether the images are those of the data set with shifted or scaled values."""
    rows = made.rows(0)
    found = alike(rows, made.images)
    return bool(rows) and -1 not in found and -1 in exact(rows, made.images)


def _is_bytes(made: Loaded) -> bool:
    """Return whether the values are from 0 to 255."""
    rows = made.rows(0)
    return bool(rows) and -1 not in exact([row / 255 for row in rows], made.images)


normalized = shows(lambda made: _is_scaled(made) and not _is_bytes(made))
not_divided = shows(_is_bytes)
resize_ignored = shows(
    lambda made: (
        made.resize is not None and all(row.shape[-1] == SIDE for split in range(2) for row in made.rows(split))
    )
)
resize_for_one = shows(
    lambda made: made.resize is not None and len({row.shape[-1] for split in range(2) for row in made.rows(split)}) == 2
)
always_resized = shows(
    lambda made: made.resize is None and any(row.ndim > 1 and row.shape[-1] != SIDE for row in made.rows(0))
)
flattened = shows(lambda made: all(X.ndim == 2 and X.shape[1] == made.side**2 for X, _ in made.loops[0][0]))
one_hot = shows(lambda made: all(y.ndim == 2 and y.shape[1] > 1 for _, y in made.loops[0][0]))
channels = shows(lambda made: all(X.ndim == 4 and X.shape[1] == 3 for X, _ in made.loops[0][0]))
no_channel = shows(lambda made: all(X.ndim == 3 for X, _ in made.loops[0][0]))


def _sizes(made: Loaded, split: int) -> list[int]:
    return [len(X) for X, _ in made.loops[split][0]]


def one_size(tried: Tried) -> bool | dict[str, Value]:
    """Return the iterator whose batches have another size, if all images are there and the other has the right size."""
    made = last_loaded(tried)
    sizes = [_sizes(made, split) for split in range(2)]
    if [*map(sum, sizes)] != [TRAIN, TEST]:
        return False
    wrong = [max(found) != min(made.batch_size, sum(found)) for found in sizes]
    return {"iterator": ITERATORS[wrong.index(True)]} if sum(wrong) == 1 else False


def constant_size(tried: Tried) -> bool | dict[str, Value]:
    """Return the size of the batches if it is not the one that was passed."""
    made = last_loaded(tried)
    sizes = _sizes(made, 0)
    k = sizes[0]
    is_constant = set(sizes[:-1]) <= {k} and sum(sizes) == TRAIN and not one_size(tried)
    return {"k": k, "b": made.batch_size} if is_constant and k != min(made.batch_size, TRAIN) else False


def _is_dropped(made: Loaded) -> bool:
    """Return whether the smaller batch at the end of a split is missing, and nothing else."""
    pairs = ((_sizes(made, split), size) for split, size in enumerate((TRAIN, TEST)))
    found = [(sizes, [made.batch_size] * (size // made.batch_size), size % made.batch_size) for sizes, size in pairs]
    return any(rest and sizes == full for sizes, full, rest in found)


dropped = shows(_is_dropped)


def _orders(made: Loaded) -> list[list[int]]:
    return [alike(made.rows(0, loop), made.images) for loop in range(len(made.loops[0]))]


def _is_stored(made: Loaded) -> bool:
    return all(order == sorted(order) and -1 not in order for order in _orders(made))


def _is_drawn_once(made: Loaded) -> bool:
    orders = _orders(made)
    return len(orders) == 2 and orders[0] == orders[1] and -1 not in orders[0] and not _is_stored(made)


def _only_test_is_shuffled(made: Loaded) -> bool:
    order = alike(made.rows(1), made.images)
    return _is_stored(made) and order != sorted(order)


not_shuffled = shows(lambda made: _is_stored(made) and not _only_test_is_shuffled(made))
test_shuffled = shows(_only_test_is_shuffled)
drawn_once = shows(_is_drawn_once)
one_pass = shows(lambda made: any(len(loops) == 2 and loops[0] and not loops[1] for loops in made.loops))
