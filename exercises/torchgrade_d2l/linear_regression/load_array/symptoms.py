"""Symptoms of the mistakes in ``load_array``: each shows in the batches, in their order or in an exception."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

import torch

from torchgrade.checking.diagnosis import Symptom, right_in_other_order
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.linear_regression.load_array.loops import Epoch, epoch_of, epochs_of, inputs_of, text

_LONGEST = 400
"""Most characters of an exception that are searched."""
_SHUFFLES = frozenset({"random.shuffle", "numpy.random.shuffle"})
"""Functions that swap views of a tensor, so that numbers are lost."""


def _all(tried: Tried) -> list[Epoch]:
    """Return the epochs of a request; raise if there is no answer or an item has another form."""
    assert tried.answer is not None
    if tried.verb == "run":
        given = tried.inputs
        return epochs_of(tried.answer.value, given["arrays"], given["batch_size"], given["loops"])
    arrays, batch_size = tried.arguments[:2]
    return [epoch_of(tried.answer.value, arrays, batch_size)]


def _items(tried: Tried) -> tuple[list[object], Sequence[torch.Tensor], int]:
    """Return the items of a request as they are, the arrays and the batch size."""
    assert tried.answer is not None
    arrays, batch_size = tried.arguments[:2]
    assert isinstance(tried.answer.value, list)
    return tried.answer.value, arrays, batch_size


def raises(*texts: str) -> Symptom:
    """Return the symptom of an exception that contains one of the texts, while or after the function ran."""
    return lambda tried: any(one in tried.raised[:_LONGEST] for one in texts)


def nothing(tried: Tried) -> bool:
    """Return whether the function returned None: the loop over it raised, not the student's code."""
    return tried.raised[:_LONGEST] == "TypeError: 'NoneType' object is not iterable" and not tried.raised_at


def nothing_for_evaluation(tried: Tried) -> bool:
    """Return whether the function returned None for ``is_train=False`` only."""
    return nothing(tried) and tried.inputs.get("further") == [False]


# What a batch has.


def _right_in_order(made: Tried, arrays: Sequence[torch.Tensor], batch_size: int) -> bool:
    assert made.answer is not None
    one = epoch_of(made.answer.value, arrays, batch_size)
    return one.sizes == one.expected_sizes and not bool(one.torn.any()) and len(one.rows.unique()) == one.n


order: Symptom = right_in_other_order(_right_in_order)
"""Symptom of right batches with the arguments in another order."""


def fewer(tried: Tried) -> bool | dict[str, Value]:
    """Return how many tensors each batch has, if there are fewer than arrays."""
    items, arrays, _ = _items(tried)
    counts = {len(item) for item in items if isinstance(item, list | tuple)}
    if len(counts) != 1 or not all(isinstance(item, list | tuple) for item in items):
        return False
    parts = counts.pop()
    return {"parts": parts, "arrays": len(arrays)} if 0 < parts < len(arrays) else False


def features_alone(tried: Tried) -> bool:
    """Return whether each item is a tensor with rows of the first array."""
    items, arrays, batch_size = _items(tried)
    tensors = [item for item in items if isinstance(item, torch.Tensor)]
    several = len(items) == -(-len(arrays[0]) // batch_size)
    return several and len(tensors) == len(items) and all(t.shape[1:] == arrays[0].shape[1:] for t in tensors)


def dataset(tried: Tried) -> bool:
    """Return whether each item is one row of each array, without a batch dimension."""
    items, arrays, _ = _items(tried)
    shapes = [array.shape[1:] for array in arrays]
    single = all(isinstance(item, list | tuple) and [part.shape for part in item] == shapes for item in items)
    return single and len(items) == len(arrays[0])


def numbered(tried: Tried) -> bool:
    """Return whether each item is a number and a batch, as those of ``enumerate``."""
    items, _, _ = _items(tried)
    pairs = [item for item in items if isinstance(item, list | tuple) and len(item) == len(("number", "batch"))]
    whole = bool(items) and len(pairs) == len(items)
    return whole and all(type(number) is int and isinstance(batch, list | tuple) for number, batch in pairs)


def with_dataset(tried: Tried) -> bool:
    """Return whether the function returned the loader with other objects beside it."""
    items, _, _ = _items(tried)
    kinds = [item.type if isinstance(item, Opaque) else "" for item in items]
    return len(kinds) > 1 and kinds.count("DataLoader") == 1


def dictionaries(tried: Tried) -> bool:
    """Return whether each item is a dictionary."""
    items, _, _ = _items(tried)
    return bool(items) and all(isinstance(item, dict) for item in items)


def joined(tried: Tried) -> bool:
    """Return whether each item is one tensor with the columns of all arrays."""
    items, arrays, _ = _items(tried)
    columns = sum(array.shape[-1] for array in arrays)
    return bool(items) and all(isinstance(one, torch.Tensor) and one.shape[1:] == (columns,) for one in items)


def one_batch(tried: Tried) -> bool:
    """Return whether the items are the tensors of one batch."""
    items, arrays, batch_size = _items(tried)
    shapes = [part.shape for part in items if isinstance(part, torch.Tensor)]
    return shapes == [torch.Size([min(batch_size, len(a)), *a.shape[1:]]) for a in arrays]


def whole_arrays(tried: Tried) -> bool:
    """Return whether the function returned the arrays themselves, or all their rows as one batch."""
    items, arrays, batch_size = _items(tried)
    item = items[0] if len(items) == 1 and isinstance(items[0], list | tuple) else items
    whole = all(isinstance(part, torch.Tensor) for part in item) and len(item) == len(arrays)
    return whole and batch_size < len(arrays[0]) and all(len(p) == len(a) for p, a in zip(item, arrays, strict=True))


def no_length(tried: Tried) -> bool:
    """Return whether the student's own data set has no length, which the loader needs to shuffle."""
    return re.search(r"object of type '\w{1,80}' has no len\(\)", tried.raised[:_LONGEST]) is not None


def torn(tried: Tried) -> bool:
    """Return whether whole rows have other partners."""
    made = _all(tried)[-1]
    return bool((made.rows >= 0).all()) and bool(made.torn.any()) and len(made.rows) > 0


# How many rows a batch and an epoch have.


def no_batch_size(tried: Tried) -> bool:
    """Return whether each batch has one row, although the batch size is larger."""
    made = _all(tried)[-1]
    return set(made.sizes) == {1} and made.batch_size > 1 and len(made.batches) == made.n > 1


def fixed_size(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of rows of every batch but the last, if another batch size does not change it."""
    made = _all(tried)[-1]
    k = _rows_each(made)
    if k in (None, 1, made.batch_size, made.n) or few_rows(tried):
        return False
    again = tried.again(made.arrays, 3, *tried.arguments[2:]) if tried.again is not None else None
    if again is None:
        return False
    return {"k": k} if _rows_each(_all(again)[-1]) == k else False


def _rows_each(made: Epoch) -> int | None:
    sizes = set(made.sizes[:-1]) or set(made.sizes)
    return sizes.pop() if len(sizes) == 1 else None


def endless(tried: Tried) -> bool:
    """Return whether the first rows appear again after the last ones."""
    made = _all(tried)[-1]
    right = bool((made.rows >= 0).all()) and not bool(made.torn.any()) and len(made.rows.unique()) == made.n
    return right and len(made.rows) > 2 * made.n and len(made.rows[: made.n].unique()) == made.n


def overlapping(tried: Tried) -> bool:
    """Return whether each batch has the rows of the batch before, without the first one."""
    made = _all(tried)[-1]
    firsts = [batch[0] for batch in made.batches]
    shifted = all(torch.equal(new[: len(old) - 1], old[1:]) for old, new in itertools.pairwise(firsts))
    return len(firsts) > 1 and len(firsts[0]) > 1 and shifted


def blocks(tried: Tried) -> bool:
    """Return whether an epoch has each row once, and each batch has neighbours, but the batches are not in order."""
    made = _all(tried)[-1]
    parts = made.rows.split(made.sizes)
    inside = all(torch.equal(part, part[0] + torch.arange(len(part))) for part in parts)
    whole = len(made.rows) == len(made.rows.unique()) == made.n
    return inside and whole and max(made.sizes) > 1 and not made.is_in_order


def whole_for_evaluation(tried: Tried) -> bool:
    """Return whether the epoch of ``is_train=False`` has all rows in one batch."""
    made = _all(tried)[-1]
    return tried.inputs["further"] == [False] and made.sizes == [made.n]


def few_rows(tried: Tried) -> bool:
    """Return whether an epoch has as many rows as there are arrays."""
    made = _all(tried)[-1]
    return len(made.rows) == len(made.arrays) < made.n and int(made.rows.max()) < len(made.arrays)


def reversed_arrays(tried: Tried) -> bool:
    """Return whether each batch has the arrays in the opposite order."""
    items, arrays, _ = _items(tried)
    shapes = [array.shape[1:] for array in arrays][::-1]
    pairs = [item for item in items if isinstance(item, list | tuple)]
    opposite = all([getattr(part, "shape", ())[1:] for part in pair] == shapes for pair in pairs)
    return len(pairs) == len(items) > 0 and opposite and shapes != shapes[::-1]


def number_of_batches(tried: Tried) -> bool:
    """Return whether the number of batches of an epoch was passed as the size of a batch."""
    arrays, batch_size = tried.arguments[:2]
    n = len(arrays[0])
    if tried.raised:
        refused = re.search(r"positive integer value, but got batch_size=(\d{1,6}\.\d{1,20})", tried.raised[:_LONGEST])
        return refused is not None and math.isclose(float(refused[1]), n / batch_size)
    sizes = set(_all(tried)[-1].sizes[:-1])
    return sizes in ({n // batch_size}, {-(-n // batch_size)}) and batch_size not in sizes


def last_dropped(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of missing rows, if they are the rows of the smaller last batch."""
    made = _all(tried)[-1]
    left = made.n % made.batch_size
    missing = len(made.rows) == len(made.rows.unique()) == made.n - left
    full = set(made.sizes) == {made.batch_size}
    return {"k": left, "n": made.n} if left and missing and full else False


def replacement(tried: Tried) -> bool:
    """Return whether an epoch of the right size has rows twice, without a shuffle that lost them."""
    return _repeats(tried) and tried.references.isdisjoint(_SHUFFLES)


def shuffled_tensor(tried: Tried) -> bool:
    """Return whether a shuffle of a tensor lost rows."""
    return _repeats(tried) and not tried.references.isdisjoint(_SHUFFLES)


def _repeats(tried: Tried) -> bool:
    made = _all(tried)[-1]
    right = made.sizes == made.expected_sizes and bool((made.rows >= 0).all())
    return right and len(made.rows.unique()) < made.n


# Several loops, and their order.


def used_up(tried: Tried) -> bool:
    """Return whether the first loop has all rows and the others have none."""
    first, *further = _all(tried)
    return len(first.rows.unique()) == first.n and bool(further) and not any(made.batches for made in further)


class _Orders:
    """Whether an epoch keeps the order of the data by default, for True and for False, asked in the worker once."""

    def __init__(self) -> None:
        self._tried: Tried | None = None
        self._found: tuple[bool | None, ...] = ()

    def __call__(self, tried: Tried) -> tuple[bool | None, ...]:
        """Return for each of the three whether the epoch is in order; None if it has no form that can be read."""
        if tried is not self._tried:
            self._tried = tried
            self._found = tuple(_in_order(tried, *further) for further in ((), (True,), (False,)))
        return self._found


def _in_order(tried: Tried, *further: bool) -> bool | None:
    given = tried.inputs
    arrays, batch_size = given["arrays"], given["batch_size"]
    inputs = inputs_of(arrays, batch_size, *further, loops=1, reload=False)
    made = tried.run_again(text(), **inputs) if tried.run_again is not None else None
    if made is None or made.answer is None:
        return None
    one = epochs_of(made.answer.value, arrays, batch_size, 1)[0]
    return one.is_in_order if len(one.rows) > one.n // 2 else None


_orders = _Orders()


def keeps_order(*wanted: bool | None) -> Symptom:
    """Return the symptom that the default, True and False keep the order of the data as in ``wanted``.

    None stands for a call that raised.
    """
    return lambda tried: _orders(tried) == wanted


def shuffled_once(tried: Tried) -> bool:
    """Return whether two loops have the same random order."""
    first, second = _all(tried)
    right = len(first.rows.unique()) == first.n and not bool(first.torn.any())
    return right and torch.equal(first.rows, second.rows) and not first.is_in_order
