"""One pass over numbered rows: the arguments of ``data_iter`` and the batches that it yielded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Answer
from torchgrade.checking.views import view

SIZES = ((20, 5), (23, 5), (7, 50), (13, 1), (1, 4))
"""(n, batch_size): it divides n, it does not, it exceeds n, one row a batch, one row in all."""
MODERATE = SIZES[:2]
_FURTHER = 5


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: its input and its batches."""

    features: torch.Tensor
    """(n, d); column 0 is the row's number."""
    labels: torch.Tensor
    """(n, 1) float32, 1000 + number, or (n,) int64."""
    batch_size: int
    batches: list[tuple[torch.Tensor, torch.Tensor]]
    answer: Answer

    @property
    def n(self) -> int:
        """Number of rows of the input."""
        return len(self.features)

    @property
    def expected_batches(self) -> int:
        """Number of batches of a right pass."""
        return -(-self.n // self.batch_size)

    @property
    def sizes(self) -> list[int]:
        """Number of labels of each batch, which is its number of rows."""
        return [y.numel() for _, y in self.batches]

    @property
    def rows(self) -> torch.Tensor:
        """Numbers of the yielded rows, in order, int64; -1 for a row that is not in the input."""
        if not self.batches:
            return torch.empty(0, dtype=torch.int64)
        got = torch.cat([_table(X, self.features.shape[1]) for X, _ in self.batches])
        numbers = got[:, 0].nan_to_num(-1.0, -1.0, -1.0).clamp(-1, self.n).long()
        inside = (numbers >= 0) & (numbers < self.n)
        numbers = torch.where(inside, numbers, 0)
        same = inside & (got == self.features[numbers].to(got.dtype)).all(1)
        return torch.where(same, numbers, -1)

    @property
    def by_batch(self) -> tuple[torch.Tensor, ...]:
        """Numbers of the rows of each batch."""
        return self.rows.split(self.sizes)


def _table(X: torch.Tensor, columns: int) -> torch.Tensor:
    return X.reshape(-1, columns).to(torch.float64)


def draw(
    tensors: Tensors, n: int, *, columns: int = 3, integer_labels: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return features (n, columns) and labels; column 0 is the row's number, and a label is 1000 more."""
    numbers = torch.arange(n)
    features = torch.cat([numbers[:, None].float(), tensors.normal(n, columns - 1)], dim=1)
    labels = numbers + 1000 if integer_labels else (numbers[:, None] + 1000).float()
    return features, labels


def one_pass(student: Student, batch_size: int, features: torch.Tensor, labels: torch.Tensor) -> Pass:
    """Ask for one pass, and for a few batches more than it may have; raise unless each item is a pair of tensors."""
    limit = -(-len(features) // batch_size) + _FURTHER
    return pass_of(student.iterate(batch_size, features, labels, limit=limit), batch_size, features, labels)


def pass_of(answer: Answer, batch_size: int, features: torch.Tensor, labels: torch.Tensor) -> Pass:
    """Return the pass of an answer.

    :raises CheckFailedError: an item is no pair of tensors of as many rows.
    """
    batches = [_pair(item, features, number) for number, item in enumerate(answer.value)]
    return Pass(features, labels, batch_size, batches, answer)


def _pair(item: Any, features: torch.Tensor, number: int) -> tuple[torch.Tensor, torch.Tensor]:
    pair = isinstance(item, list | tuple) and len(item) == 2 and all(isinstance(t, torch.Tensor) for t in item)
    if not pair:
        raise CheckFailedError("data_iter.pair", got=view(item), number=number)
    X, y = item
    columns = features.shape[1]
    if X.is_complex() or y.is_complex() or X.numel() % columns or y.numel() != X.numel() // columns:
        raise CheckFailedError("data_iter.uneven", X_shape=list(X.shape), y_shape=list(y.shape), number=number)
    return X, y
