"""The mistakes that learners make in ``data_iter``, each as a symptom in what it yielded."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.data_iter.passes import Pass, pass_of

_COVERAGE = ("data_iter.coverage",)
_ORDER = ("data_iter.order",)
_EPOCHS = ("data_iter.epochs",)
_PAIRS = ("data_iter.pairs",)
_PROTOCOL = ("data_iter.protocol",)


def _made(tried: Tried) -> Pass:
    batch_size, features, labels = tried.arguments
    assert tried.answer is not None
    return pass_of(tried.answer, batch_size, features, labels)


def _in_order(tried: Tried) -> bool:
    rows = _made(tried).rows
    return len(rows) > 1 and torch.equal(rows, torch.arange(len(rows)))


def _repeats(made: Pass) -> bool:
    rows = made.rows
    return len(rows) == made.n and len(rows.unique()) < len(rows)


def _shuffled_tensor(tried: Tried) -> bool:
    return _repeats(_made(tried)) and "random.shuffle" in tried.references


def _replacement(tried: Tried) -> bool:
    return _repeats(_made(tried)) and "random.shuffle" not in tried.references


def _last_dropped(tried: Tried) -> bool | dict[str, Value]:
    made = _made(tried)
    left = made.n % made.batch_size
    whole = made.n - left
    if left and len(made.rows) == whole and len(made.rows.unique()) == whole and len(made.batches) != 1:
        return {"k": left, "n": made.n}
    return False


def _range_short(tried: Tried) -> bool:
    made = _made(tried)
    missing = made.n - len(made.rows.unique())
    return made.n % made.batch_size == 0 and missing == made.batch_size and made.expected_batches > 2


def _one_batch(tried: Tried) -> bool:
    made = _made(tried)
    return len(made.batches) == 1 and made.expected_batches > 1


def _torn(tried: Tried) -> bool:
    made = _made(tried)
    return bool((made.rows >= 0).all()) and len(made.rows) > 0


def _blocks(tried: Tried) -> bool:
    made = _made(tried)
    blocks = made.rows.split([y.numel() for _, y in made.batches])
    whole = sum(bool((block[1:] - block[:-1] == 1).all()) for block in blocks)
    return not _in_order(tried) and whole >= 0.8 * len(blocks)


def _inside_blocks(tried: Tried) -> bool:
    made = _made(tried)
    rows = made.rows
    in_place = int((rows // made.batch_size == torch.arange(len(rows)) // made.batch_size).sum())
    return not _in_order(tried) and in_place >= 0.9 * len(rows)


def _fixed(tried: Tried) -> bool:
    return not _in_order(tried)


def _list(tried: Tried) -> bool:
    return tried.answer is not None and tried.answer.type in ("list", "tuple")


def _endless(tried: Tried) -> bool | dict[str, Value]:
    made = _made(tried)
    return {"k": made.expected_batches} if not made.answer.exhausted and len(made.rows) > made.n else False


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...]) -> Misconception:
    return Misconception(id=f"data_iter.mistake.{name}", symptom=symptom, checks=checks)


MISCONCEPTIONS = [
    _entry("never_shuffles", _in_order, (*_ORDER, *_EPOCHS)),
    _entry("shuffled_tensor", _shuffled_tensor, _COVERAGE),
    _entry("replacement", _replacement, _COVERAGE),
    _entry("last_dropped", _last_dropped, _COVERAGE),
    _entry("range_short", _range_short, _COVERAGE),
    _entry("one_batch", _one_batch, _COVERAGE),
    _entry("torn", _torn, _PAIRS),
    _entry("blocks", _blocks, _ORDER),
    _entry("inside_blocks", _inside_blocks, _ORDER),
    _entry("fixed", _fixed, _EPOCHS),
    _entry("list", _list, _PROTOCOL),
    _entry("endless", _endless, (*_COVERAGE, *_PROTOCOL)),
]
