"""Symptoms of the mistakes in ``data_iter``: each shows in the batches of a pass, not in a value."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import torch

from torchgrade.checking.diagnosis import Symptom, requests, right_in_other_order
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.linear_regression.data_iter.passes import Pass, pass_of

_AGAIN = 3
"""Further passes in which a row must be missing before its number counts as the reason."""
_DRAWS_AGAIN = r"choices?|randint|randrange|multinomial"
"""Functions that draw one number at a time, or several with repeats."""


def made_of(tried: Tried) -> Pass:
    """Return the pass of a request; raise if there is no answer."""
    batch_size, features, labels = tried.arguments
    assert tried.answer is not None
    return pass_of(tried.answer, batch_size, features, labels)


def again(tried: Tried, batch_size: int) -> Pass:
    """Return a second pass over the same data. Raise without a second pass, so that no mistake is named."""
    made = tried.again(batch_size, *tried.arguments[1:]) if tried.again is not None else None
    assert made is not None
    return made_of(made)


# Which rows and labels a pair has.


def _right_in_order(made: Tried, batch_size: int, features: torch.Tensor, labels: torch.Tensor) -> bool:
    assert made.answer is not None
    one = pass_of(made.answer, batch_size, features, labels)
    # The pair (y, X) would be right too if the two tensors changed places.
    exchanged = made.arguments[1] is labels and made.arguments[2] is features
    return not exchanged and len(one.rows) == one.n and len(one.rows.unique()) == one.n and _labelled(one)


def _labelled(made: Pass) -> bool:
    """Return whether all rows are rows of the input, each with its own label."""
    got = torch.cat([y.reshape(-1) for _, y in made.batches]).to(torch.float64)
    return bool((made.rows >= 0).all()) and torch.equal(got, (made.rows + 1000).to(torch.float64))


order: Symptom = right_in_other_order(_right_in_order)
"""Symptom of a right pass with the arguments in another order."""


def exchanged(tried: Tried) -> bool:
    """Return whether the pairs are right if their two tensors change places."""
    batch_size, features, labels = tried.arguments
    assert tried.answer is not None
    # A tensor in place of a pair would unpack into all of its rows.
    assert all(isinstance(item, list | tuple) for item in tried.answer.value)
    answer = replace(tried.answer, value=[(second, first) for first, second in tried.answer.value])
    return _labelled(pass_of(answer, batch_size, features, labels))


def torn(tried: Tried) -> bool:
    """Return whether a row of the input has another row's label."""
    made = made_of(tried)
    return bool((made.rows >= 0).all()) and len(made.rows) > 0 and not _labelled(made)


def changed_rows(tried: Tried) -> bool:
    """Return whether a yielded row is not a row of the input."""
    return bool((made_of(tried).rows < 0).any())


def labels_as_columns(tried: Tried) -> bool:
    """Return whether the function raised because it used the labels as a second index beside the rows."""
    index = "tensors used as indices must be" in tried.raised
    return index and re.search(r"\[[^\[\]]+,\s*\w+\[", tried.raised_at) is not None


def returned(tried: Tried) -> bool:
    """Return whether the two items are the tensors of one batch."""
    assert tried.answer is not None
    X, y = tried.answer.value
    batch_size, features, labels = tried.arguments
    one = tried.answer.type in ("list", "tuple") and len(X) == len(y) <= batch_size
    return one and X.shape[1:] == features.shape[1:] and y.shape[1:] == labels.shape[1:]


# The order of the rows.


def in_order(tried: Tried) -> bool:
    """Return whether the rows have the order of the input."""
    rows = made_of(tried).rows
    return len(rows) > 1 and torch.equal(rows, torch.arange(len(rows)))


def backwards(tried: Tried) -> bool:
    """Return whether the rows have the reverse order."""
    made = made_of(tried)
    return made.n > 1 and torch.equal(made.rows.flip(0), torch.arange(made.n))


def blocks(tried: Tried) -> bool:
    """Return whether most batches are blocks of neighbours."""
    many = [rows for rows in made_of(tried).by_batch if len(rows) > 1]
    whole = sum(bool((block[1:] - block[:-1] == 1).all()) for block in many)
    return len(many) > 1 and not in_order(tried) and whole >= 0.8 * len(many)


def inside_blocks(tried: Tried) -> bool:
    """Return whether most rows stay in their own block."""
    made = made_of(tried)
    rows = made.rows
    many = len(rows) > 0.8 * made.n and len(made.batches) > 1
    in_place = int((rows // made.batch_size == torch.arange(len(rows)) // made.batch_size).sum())
    return many and not in_order(tried) and in_place >= 0.9 * len(rows)


def fixed(tried: Tried) -> bool:
    """Return whether two whole passes have the same shuffled order."""
    second, first = [made_of(one) for one in requests(tried)][:2]
    whole = len(first.rows.unique()) == first.n and torch.equal(first.rows, second.rows)
    return whole and not in_order(tried) and not backwards(tried)


# Rows that are missing or repeated.


def _repeats(made: Pass) -> bool:
    return len(made.rows) == made.n > len(made.rows.unique())


def _shuffles(tried: Tried) -> bool:
    return not tried.references.isdisjoint(("random.shuffle", "numpy.random.shuffle"))


def shuffled_tensor(tried: Tried) -> bool:
    """Return whether a shuffle lost rows, even in a pass of one batch."""
    draws = any(re.fullmatch(_DRAWS_AGAIN, name.rpartition(".")[2]) for name in tried.references)
    made = made_of(tried)
    return _repeats(made) and _shuffles(tried) and not draws and _repeats(again(tried, made.n))


def replacement(tried: Tried) -> bool:
    """Return whether rows repeat even in a pass of one batch, without a shuffle."""
    made = made_of(tried)
    return _repeats(made) and not _shuffles(tried) and _repeats(again(tried, made.n))


def window(tried: Tried) -> bool:
    """Return whether each batch is the previous batch moved by one row."""
    pairs = list(itertools.pairwise(made_of(tried).by_batch))
    return bool(pairs) and all(len(b) > 1 and torch.equal(a[1:], b[:-1]) for a, b in pairs)


def each_batch(tried: Tried) -> bool:
    """Return whether no batch of any size repeats a row, but later batches repeat rows of earlier ones."""
    made = made_of(tried)
    if not _repeats(made) or window(tried) or _repeats(again(tried, made.n)):
        return False
    pairs = again(tried, 2)
    return len(pairs.rows.unique()) < len(pairs.rows) and all(len(rows.unique()) == 2 for rows in pairs.rows.split(2))


def last_dropped(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of missing rows if they are the rows of the smaller last batch."""
    made = made_of(tried)
    left = made.n % made.batch_size
    full = all(size == made.batch_size for size in made.sizes) and len(made.batches) > 1
    missing = len(made.rows) == len(made.rows.unique()) == made.n - left
    return {"k": left, "n": made.n} if left and full and missing else False


def _batch_missing(tried: Tried) -> bool:
    made = made_of(tried)
    different = len(made.rows) if len(made.rows.unique()) == len(made.rows) else 0
    return made.n % made.batch_size == 0 and different == made.n - made.batch_size and made.expected_batches > 2


def range_short(tried: Tried) -> bool:
    """Return whether a full batch is missing and the text subtracts something in a ``range``."""
    return _batch_missing(tried) and re.search(r"range\([^\n]*-\s*\w", tried.written.text) is not None


def one_missing(tried: Tried) -> bool:
    """Return whether a full batch is missing for another reason."""
    return _batch_missing(tried) and not range_short(tried)


def _never(tried: Tried) -> int | None:
    """Return the number of the only row that is missing from this pass and from further passes."""
    made = made_of(tried)
    passes = (made, *(again(tried, made.batch_size) for _ in range(_AGAIN)))
    first, *rest = (sorted(set(range(made.n)) - set(one.rows.tolist())) for one in passes)
    return first[0] if len(first) == 1 and all(one == first for one in rest) else None


def never_first(tried: Tried) -> bool:
    """Return whether row 0 is always missing."""
    return _never(tried) == 0


def never_last(tried: Tried) -> bool:
    """Return whether the last row is always missing."""
    return _never(tried) == made_of(tried).n - 1


# The number of rows in a batch.


def padded(tried: Tried) -> bool:
    """Return whether the last batch is filled with repeated rows."""
    made = made_of(tried)
    full = all(size == made.batch_size for size in made.sizes)
    return full and len(made.rows) > made.n == len(made.rows.unique()) and len(made.batches) == made.expected_batches


def _alone(made: Pass, *sizes: int) -> bool:
    return len(made.batches) == 1 < made.expected_batches and len(made.rows) in sizes


def one_batch(tried: Tried) -> bool:
    """Return whether the only batch has the size of a full or of the last batch, although there should be several."""
    made = made_of(tried)
    return _alone(made, made.batch_size, made.n % made.batch_size)


def whole_set(tried: Tried) -> bool:
    """Return whether the only batch has all rows, although there should be several batches."""
    made = made_of(tried)
    return _alone(made, made.n)


def single_rows(tried: Tried) -> bool:
    """Return whether each item is one row, although a batch should have several."""
    made = made_of(tried)
    return set(made.sizes) <= {1} and made.batch_size > 1 and len(made.batches) > made.expected_batches


def _rows_each(made: Pass) -> int | None:
    """Return the number of rows of every batch but the last, if it is one number other than 1."""
    sizes = set(made.sizes[:-1])
    return sizes.pop() if len(sizes) == 1 and 1 not in sizes else None


def other_size(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of rows of the batches if it is not ``batch_size`` but depends on it."""
    made = made_of(tried)
    k = _rows_each(made)
    if k is None or k == made.batch_size or _rows_each(again(tried, made.batch_size + 1)) == k:
        return False
    return {"k": k, "batch_size": made.batch_size}


def fixed_size(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of rows of the batches if it is the same for another ``batch_size``."""
    made = made_of(tried)
    k = _rows_each(made)
    same = k is not None and k != made.batch_size and _rows_each(again(tried, made.batch_size + 1)) == k
    return {"k": k} if same else False


def empty_batch(tried: Tried) -> bool:
    """Return whether a batch has no row, although others have some."""
    made = made_of(tried)
    return len(made.rows) > 0 and 0 in made.sizes


def squeezed(tried: Tried) -> bool:
    """Return whether the batches of one row, and only these, have a dimension less than the data."""
    made = made_of(tried)
    less = [X.ndim < 2 or y.ndim < made.labels.ndim for X, y in made.batches]
    single = [size == 1 for size in made.sizes]
    return any(less) and less == single and len(made.batches) == made.expected_batches


# How the function yields its batches.


def listed(tried: Tried) -> bool:
    """Return whether the function returned a list or a tuple."""
    return tried.answer is not None and tried.answer.type in ("list", "tuple")


def endless(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of batches of a right pass if this one does not end."""
    made = made_of(tried)
    return {"k": made.expected_batches} if not made.answer.exhausted and len(made.rows) > made.n else False


def in_place(tried: Tried) -> bool:
    """Return whether the caller's features have the same rows in another order."""
    before, after = tried.arguments[1], made_of(tried).answer.after[1]
    moved = after.shape == before.shape and not torch.equal(after, before)
    return moved and torch.equal(after[after[:, 0].argsort()], before)
