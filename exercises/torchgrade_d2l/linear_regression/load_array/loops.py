"""Epochs over numbered rows: the arrays that ``load_array`` gets and the batches that it yields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Student
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase

_FURTHER = 5
_PARAMETERS = 3
"""Number of parameters of the function."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One loop: the arrays, and the batches that were yielded."""

    arrays: Sequence[torch.Tensor]
    """Arrays (n, ...); the first number of each row of the first array is the row's index."""
    batch_size: int
    batches: list[list[torch.Tensor]]
    """For each batch one tensor for each array, all with equally many rows."""

    @property
    def n(self) -> int:
        """Number of rows of the arrays."""
        return len(self.arrays[0])

    @property
    def sizes(self) -> list[int]:
        """Number of rows of each batch."""
        return [len(batch[0]) for batch in self.batches]

    @property
    def expected_sizes(self) -> list[int]:
        """Numbers of rows of the batches of a right epoch."""
        full, rest = divmod(self.n, self.batch_size)
        return [self.batch_size] * full + [rest] * (rest > 0)

    @property
    def rows(self) -> torch.Tensor:
        """Indices of the yielded rows, in order, int64; -1 for a row that is not in the first array."""
        first = self.arrays[0].flatten(1).to(torch.float64)
        got = _joined([batch[0] for batch in self.batches], first.shape[1])
        numbers = got[:, 0].nan_to_num(-1.0, -1.0, -1.0).clamp(-1, self.n).long()
        inside = (numbers >= 0) & (numbers < self.n)
        numbers = torch.where(inside, numbers, 0)
        return torch.where(inside & (got == first[numbers]).all(1), numbers, -1)

    @property
    def torn(self) -> torch.Tensor:
        """Whether a row of the first array is with another row of a further array, (rows,)."""
        rows = self.rows
        wrong = torch.zeros(len(rows), dtype=torch.bool)
        for place, array in enumerate(self.arrays[1:], start=1):
            flat = array.reshape(self.n, -1).to(torch.float64)
            got = _joined([batch[place] for batch in self.batches], flat.shape[1])
            wrong |= (got != flat[rows.clamp(min=0)]).any(1)
        return wrong

    @property
    def is_in_order(self) -> bool:
        """Whether the rows have the order of the arrays."""
        rows = self.rows
        return len(rows) > 1 and torch.equal(rows, torch.arange(len(rows)))


def _joined(parts: list[torch.Tensor], columns: int) -> torch.Tensor:
    flat = [part.reshape(-1, columns).to(torch.float64) for part in parts]
    return torch.cat(flat) if flat else torch.empty(0, columns, dtype=torch.float64)


def draw(tensors: Tensors, n: int, count: int = 2, columns: int = 3) -> tuple[torch.Tensor, ...]:
    """Return features (n, columns), labels (n, 1), classes (n,) int64 and images (n, 1, 2, 2), ``count`` of them.

    The first column of the features is the row's index, and every other array has a number of its own in each row.
    """
    numbers = torch.arange(n)
    features = torch.cat([numbers[:, None].float(), tensors.normal(n, columns - 1)], dim=1)
    labels, classes = (numbers[:, None] + 1000).float(), numbers + 5000
    return (features, labels, classes, tensors.normal(n, 1, 2, 2))[:count]


def one_epoch(student: Student, arrays: Sequence[torch.Tensor], batch_size: int) -> Epoch:
    """Return one epoch; raise unless each item has one tensor for each array."""
    answer = _iterated(student, arrays, batch_size, limit=len(arrays[0]) + _FURTHER)
    made = epoch_of(answer.value, arrays, batch_size)
    if not answer.exhausted:
        raise CheckFailedError("load_array.endless", batches=len(made.expected_sizes))
    return made


def _iterated(student: Student, arrays: Sequence[torch.Tensor], batch_size: int, limit: int) -> Answer:
    """Return the items of a call without ``is_train``; pass True if the function gives it no default value.

    Only the check of the random order judges the default value, because one mistake must not cost most of the points.
    """
    try:
        return student.iterate(arrays, batch_size, limit=limit)
    except CheckFailedError as failure:
        known = student.tried.written.parameters if student.tried is not None else ()
        if failure.message_id != "call.parameters" or not failure.values.get("takes") == len(known) == _PARAMETERS:
            raise
    return student.iterate(arrays, batch_size, True, limit=limit)


def demanded(student: Student, arrays: Sequence[torch.Tensor], batch_size: int) -> tuple[bool, ...]:
    """Return the arguments after the batch size that the function demands: True if it gives no default value."""
    _iterated(student, arrays, batch_size, limit=0)
    return tuple(student.tried.arguments[2:]) if student.tried is not None else ()


def epochs(
    student: Student,
    arrays: Sequence[torch.Tensor],
    batch_size: int,
    *further: bool,
    loops: int = 2,
    reload: bool = True,
) -> list[Epoch]:
    """Return the epochs of several loops over one object.

    :param further: arguments after the batch size.
    :param reload: whether to make the object again if a loop has used it up.
    """
    call = f"load_array({', '.join(('data_arrays', 'batch_size', *map(str, further)))})"
    result = student.run(text(), call, **inputs_of(arrays, batch_size, *further, loops=loops, reload=reload))
    return epochs_of(result, arrays, batch_size, loops)


@cache
def text() -> str:
    """Return the text of the scenario."""
    return (files("torchgrade_d2l.linear_regression.load_array") / "loops.py.txt").read_text("utf-8")


def inputs_of(
    arrays: Sequence[torch.Tensor], batch_size: int, *further: bool, loops: int, reload: bool
) -> dict[str, Any]:
    """Return the inputs of the scenario."""
    limit = len(arrays[0]) + _FURTHER
    return {
        "arrays": arrays,
        "batch_size": batch_size,
        "further": list(further),
        "loops": loops,
        "limit": limit,
        "reload": reload,
    }


def epochs_of(result: dict[str, Any], arrays: Sequence[torch.Tensor], batch_size: int, loops: int) -> list[Epoch]:
    """Return the epochs that a scenario noted."""
    found = result.get("loops")
    if not isinstance(found, list) or len(found) != loops or not all(isinstance(items, list) for items in found):
        raise CheckFailedError("worker.protocol", detail=phrase("protocol.number_of_loops"))
    made = [epoch_of(items, arrays, batch_size) for items in found]
    if any(len(one.batches) == one.n + _FURTHER for one in made):
        raise CheckFailedError("load_array.endless", batches=len(made[0].expected_sizes))
    return made


def epoch_of(items: Sequence[Any], arrays: Sequence[torch.Tensor], batch_size: int) -> Epoch:
    """Return the epoch with these items.

    :raises CheckFailedError: an item does not have one tensor of the right shape for each array.
    """
    return Epoch(arrays, batch_size, [_batch(item, arrays, number) for number, item in enumerate(items)])


def _batch(item: Any, arrays: Sequence[torch.Tensor], number: int) -> list[torch.Tensor]:
    if not isinstance(item, list | tuple) or not all(isinstance(part, torch.Tensor) for part in item):
        raise CheckFailedError("load_array.item", got=view(item), number=number, arrays=len(arrays))
    if len(item) != len(arrays):
        raise CheckFailedError("load_array.parts", number=number, parts=len(item), arrays=len(arrays))
    for place, (part, array) in enumerate(zip(item, arrays, strict=True)):
        k = len(item[0]) if item[0].ndim else 0
        if part.is_complex() or list(part.shape) != [k, *array.shape[1:]]:
            raise CheckFailedError(
                "load_array.part",
                number=number,
                place=place,
                got_shape=list(part.shape),
                want="(" + ", ".join(["k", *map(str, array.shape[1:])]) + ("," if array.ndim == 1 else "") + ")",
            )
    return list(item)
