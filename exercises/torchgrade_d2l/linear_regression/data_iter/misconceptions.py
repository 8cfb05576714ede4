"""The mistakes that learners make in ``data_iter``, each as a symptom in what it yielded."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, requests, right_in_other_order
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.data_iter import batches
from torchgrade_d2l.linear_regression.data_iter.batches import again, made_of
from torchgrade_d2l.linear_regression.data_iter.passes import Pass, pass_of

_SIZES = ("data_iter.sizes",)
_COVERAGE = ("data_iter.coverage",)
_ORDER = ("data_iter.order",)
_EPOCHS = ("data_iter.epochs",)
_PAIRS = ("data_iter.pairs",)
_PROTOCOL = ("data_iter.protocol",)
_AGAIN = 3
"""Passes that a row must be missing from as well, before its number is said to be the reason."""
_LABELS_AS_COLUMNS = r"\[[^\[\]]+,\s*\w+\["
_SHORTENED_RANGE = r"range\([^\n]*-\s*\w"


def _right_in_order(made: Tried, batch_size: int, features: torch.Tensor, labels: torch.Tensor) -> bool:
    assert made.answer is not None
    one = pass_of(made.answer, batch_size, features, labels)
    # A pair that came as (y, X) would be right as well if the two tensors had come the other way round.
    exchanged = made.arguments[1] is labels and made.arguments[2] is features
    return not exchanged and len(one.rows) == one.n and len(one.rows.unique()) == one.n and _labelled(one)


def _labelled(made: Pass) -> bool:
    """Whether only rows of the input came, each with its own label."""
    got = torch.cat([y.reshape(-1) for _, y in made.batches]).to(torch.float64)
    return bool((made.rows >= 0).all()) and torch.equal(got, (made.rows + 1000).to(torch.float64))


def _exchanged(tried: Tried) -> bool:
    batch_size, features, labels = tried.arguments
    assert tried.answer is not None
    # A tensor in the place of a pair would come apart into all of its rows.
    assert all(isinstance(item, list | tuple) for item in tried.answer.value)
    answer = replace(tried.answer, value=[(second, first) for first, second in tried.answer.value])
    return _labelled(pass_of(answer, batch_size, features, labels))


def _torn(tried: Tried) -> bool:
    made = made_of(tried)
    return bool((made.rows >= 0).all()) and len(made.rows) > 0 and not _labelled(made)


def _changed_rows(tried: Tried) -> bool:
    return bool((made_of(tried).rows < 0).any())


def _labels_as_columns(tried: Tried) -> bool:
    index = "tensors used as indices must be" in tried.raised
    return index and re.search(_LABELS_AS_COLUMNS, tried.raised_at) is not None


def _returned(tried: Tried) -> bool:
    """Whether the two items are the tensors of one batch."""
    assert tried.answer is not None
    X, y = tried.answer.value
    batch_size, features, labels = tried.arguments
    one = tried.answer.type in ("list", "tuple") and len(X) == len(y) <= batch_size
    return one and X.shape[1:] == features.shape[1:] and y.shape[1:] == labels.shape[1:]


def _in_order(tried: Tried) -> bool:
    rows = made_of(tried).rows
    return len(rows) > 1 and torch.equal(rows, torch.arange(len(rows)))


def _backwards(tried: Tried) -> bool:
    made = made_of(tried)
    return made.n > 1 and torch.equal(made.rows.flip(0), torch.arange(made.n))


def _blocks(tried: Tried) -> bool:
    made = made_of(tried)
    blocks = [rows for rows in made.rows.split([y.numel() for _, y in made.batches]) if len(rows) > 1]
    whole = sum(bool((block[1:] - block[:-1] == 1).all()) for block in blocks)
    return len(blocks) > 1 and not _in_order(tried) and whole >= 0.8 * len(blocks)


def _inside_blocks(tried: Tried) -> bool:
    made = made_of(tried)
    rows = made.rows
    many = len(rows) > 0.8 * made.n and len(made.batches) > 1
    in_place = int((rows // made.batch_size == torch.arange(len(rows)) // made.batch_size).sum())
    return many and not _in_order(tried) and in_place >= 0.9 * len(rows)


def _fixed(tried: Tried) -> bool:
    second, first = [made_of(one) for one in requests(tried)][:2]
    whole = len(first.rows.unique()) == first.n and torch.equal(first.rows, second.rows)
    return whole and not _in_order(tried) and not _backwards(tried)


def _repeats(made: Pass) -> bool:
    rows = made.rows
    return len(rows) == made.n and len(rows.unique()) < len(rows)


def _window(tried: Tried) -> bool:
    """Whether each batch is the one before, moved on by one row."""
    made = made_of(tried)
    pairs = list(itertools.pairwise(made.rows.split([y.numel() for _, y in made.batches])))
    return bool(pairs) and all(len(b) > 1 and torch.equal(a[1:], b[:-1]) for a, b in pairs)


def _shuffles(tried: Tried) -> bool:
    return not tried.references.isdisjoint(("random.shuffle", "numpy.random.shuffle"))


def _draws_again(tried: Tried) -> bool:
    """Whether the text names a function that gives one of the numbers at a time, or some with repeats."""
    return any(re.fullmatch(r"choices?|randint|randrange|multinomial", n.rpartition(".")[2]) for n in tried.references)


def _shuffled_tensor(tried: Tried) -> bool:
    made = made_of(tried)
    return _repeats(made) and _shuffles(tried) and not _draws_again(tried) and _repeats(again(tried, made.n))


def _replacement(tried: Tried) -> bool:
    made = made_of(tried)
    return _repeats(made) and not _shuffles(tried) and _repeats(again(tried, made.n))


def _each_batch(tried: Tried) -> bool:
    """Whether a batch repeats no row, be it as large as the data, but rows of earlier batches come again."""
    made = made_of(tried)
    if not _repeats(made) or _window(tried) or _repeats(again(tried, made.n)):
        return False
    pairs = again(tried, 2)
    return len(pairs.rows.unique()) < len(pairs.rows) and all(len(rows.unique()) == 2 for rows in pairs.rows.split(2))


def _last_dropped(tried: Tried) -> bool | dict[str, Value]:
    made = made_of(tried)
    left = made.n % made.batch_size
    full = all(y.numel() == made.batch_size for _, y in made.batches) and len(made.batches) > 1
    if left and full and len(made.rows) == len(made.rows.unique()) == made.n - left:
        return {"k": left, "n": made.n}
    return False


def _batch_missing(tried: Tried) -> bool:
    made = made_of(tried)
    came = len(made.rows) if len(made.rows.unique()) == len(made.rows) else 0
    return made.n % made.batch_size == 0 and came == made.n - made.batch_size and made.expected_batches > 2


def _range_short(tried: Tried) -> bool:
    return _batch_missing(tried) and re.search(_SHORTENED_RANGE, tried.written.text) is not None


def _one_missing(tried: Tried) -> bool:
    return _batch_missing(tried) and not _range_short(tried)


def _never(tried: Tried) -> int | None:
    """Return the number of the one row that is missing here and in further passes."""
    missing = [_missing(made_of(tried)), *(_missing(again(tried, made_of(tried).batch_size)) for _ in range(_AGAIN))]
    return missing[0][0] if len(missing[0]) == 1 and all(one == missing[0] for one in missing) else None


def _missing(made: Pass) -> list[int]:
    return sorted(set(range(made.n)) - set(made.rows.tolist()))


def _never_first(tried: Tried) -> bool:
    return _never(tried) == 0


def _never_last(tried: Tried) -> bool:
    return _never(tried) == made_of(tried).n - 1


def _list(tried: Tried) -> bool:
    return tried.answer is not None and tried.answer.type in ("list", "tuple")


def _endless(tried: Tried) -> bool | dict[str, Value]:
    made = made_of(tried)
    return {"k": made.expected_batches} if not made.answer.exhausted and len(made.rows) > made.n else False


def _in_place(tried: Tried) -> bool:
    """Whether the caller's features hold the same rows in another order."""
    before, after = tried.arguments[1], made_of(tried).answer.after[1]
    moved = after.shape == before.shape and not torch.equal(after, before)
    return moved and torch.equal(after[after[:, 0].argsort()], before)


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str) -> Misconception:
    return Misconception(
        id=f"data_iter.mistake.{name}", symptom=symptom, checks=checks, about=f"data_iter.about.{about}"
    )


MISCONCEPTIONS = [
    _entry("order", right_in_other_order(_right_in_order), _PAIRS, "call"),
    _entry("exchanged", _exchanged, _PAIRS, "pair"),
    _entry("torn", _torn, _PAIRS, "pair"),
    _entry("changed_rows", _changed_rows, _PAIRS, "pair"),
    _entry("labels_as_columns", _labels_as_columns, _PAIRS, "pair"),
    _entry("returned", _returned, _PAIRS, "call"),
    _entry("never_shuffles", _in_order, (*_ORDER, *_EPOCHS), "order"),
    _entry("backwards", _backwards, (*_ORDER, *_EPOCHS), "order"),
    _entry("blocks", _blocks, (*_SIZES, *_ORDER), "order"),
    _entry("inside_blocks", _inside_blocks, _ORDER, "order"),
    _entry("fixed", _fixed, _EPOCHS, "order"),
    _entry("shuffled_tensor", _shuffled_tensor, _COVERAGE, "rows"),
    _entry("replacement", _replacement, _COVERAGE, "rows"),
    _entry("each_batch", _each_batch, _COVERAGE, "rows"),
    _entry("window", _window, _COVERAGE, "rows"),
    _entry("last_dropped", _last_dropped, _COVERAGE, "rows"),
    _entry("padded", batches.padded, (*_SIZES, *_COVERAGE), "size"),
    _entry("range_short", _range_short, _COVERAGE, "rows"),
    _entry("one_missing", _one_missing, _COVERAGE, "rows"),
    _entry("never_first", _never_first, _COVERAGE, "rows"),
    _entry("never_last", _never_last, _COVERAGE, "rows"),
    _entry("one_batch", batches.one_batch, (*_SIZES, *_COVERAGE), "rows"),
    _entry("whole_set", batches.whole_set, _SIZES, "size"),
    _entry("single_rows", batches.single_rows, (*_SIZES, *_COVERAGE, *_PROTOCOL), "size"),
    _entry("other_size", batches.other_size, (*_SIZES, *_COVERAGE), "size"),
    _entry("fixed_size", batches.fixed_size, _SIZES, "size"),
    _entry("empty_batch", batches.empty_batch, _SIZES, "size"),
    _entry("squeezed", batches.squeezed, _SIZES, "size"),
    _entry("list", _list, _PROTOCOL, "call"),
    _entry("endless", _endless, (*_SIZES, *_COVERAGE, *_PROTOCOL), "call"),
    _entry("in_place", _in_place, _PROTOCOL, "call"),
]
