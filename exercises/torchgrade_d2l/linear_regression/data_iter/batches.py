"""How many rows the batches of a pass hold, as symptoms of mistakes."""

from __future__ import annotations

from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.data_iter.passes import Pass, pass_of


def made_of(tried: Tried) -> Pass:
    """Return the pass that a request asked for; raise where none came."""
    batch_size, features, labels = tried.arguments
    assert tried.answer is not None
    return pass_of(tried.answer, batch_size, features, labels)


def again(tried: Tried, batch_size: int) -> Pass:
    """Return another pass over the same data; raise where none came, which names nothing."""
    made = tried.again(batch_size, *tried.arguments[1:]) if tried.again is not None else None
    assert made is not None
    return made_of(made)


def padded(tried: Tried) -> bool:
    """Return whether all rows came, and some again so that the last batch is full."""
    made = made_of(tried)
    full = all(y.numel() == made.batch_size for _, y in made.batches)
    return full and len(made.rows) > made.n == len(made.rows.unique()) and len(made.batches) == made.expected_batches


def one_batch(tried: Tried) -> bool:
    """Return whether one batch came, of the size of a full or of the last one, where there should be several."""
    made = made_of(tried)
    fits = len(made.rows) in (made.batch_size, made.n % made.batch_size)
    return len(made.batches) == 1 and made.expected_batches > 1 and fits


def whole_set(tried: Tried) -> bool:
    """Return whether all rows came as one batch, where there should be several."""
    made = made_of(tried)
    return len(made.batches) == 1 and made.expected_batches > 1 and len(made.rows) == made.n


def single_rows(tried: Tried) -> bool:
    """Return whether each item holds one row, where a batch should hold several."""
    made = made_of(tried)
    single = all(y.numel() == 1 for _, y in made.batches)
    return single and made.batch_size > 1 and len(made.batches) > made.expected_batches


def _rows_each(made: Pass) -> int | None:
    """Return how many rows every batch but the last has, if it is one number and another than 1."""
    sizes = {y.numel() for _, y in made.batches[:-1]}
    return sizes.pop() if len(sizes) == 1 and 1 not in sizes else None


def other_size(tried: Tried) -> bool | dict[str, Value]:
    """Say how many rows the batches have, if it is another number than batch_size but goes with it."""
    made = made_of(tried)
    k = _rows_each(made)
    if k is None or k == made.batch_size or _rows_each(again(tried, made.batch_size + 1)) == k:
        return False
    return {"k": k, "batch_size": made.batch_size}


def fixed_size(tried: Tried) -> bool | dict[str, Value]:
    """Say how many rows the batches have, if it is the same number for another batch_size too."""
    made = made_of(tried)
    k = _rows_each(made)
    same = k is not None and k != made.batch_size and _rows_each(again(tried, made.batch_size + 1)) == k
    return {"k": k} if same else False


def empty_batch(tried: Tried) -> bool:
    """Return whether a batch holds no row, while others do."""
    made = made_of(tried)
    return len(made.rows) > 0 and any(y.numel() == 0 for _, y in made.batches)


def squeezed(tried: Tried) -> bool:
    """Return whether a batch of one row, and only such a one, has a dimension less than the data."""
    made = made_of(tried)
    less = [X.ndim < 2 or y.ndim < made.labels.ndim for X, y in made.batches]
    single = [y.numel() == 1 for _, y in made.batches]
    return any(less) and less == single and len(made.batches) == made.expected_batches
