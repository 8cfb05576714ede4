"""The accuracy from the counts of the batches, and the wrong numbers that students make from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CLASSES, FEATURES = 4, 6
"""Number of scores and of pixels of each row."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Correct predictions and rows of each batch."""

    right: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def all_right(self) -> int:
        """Number of correct predictions in all batches."""
        return sum(self.right)

    @property
    def all_rows(self) -> int:
        """Number of rows in all batches."""
        return sum(self.rows)


Measure = Callable[[Counts], float]


def accuracy(counts: Counts) -> float:
    """Return the right answer."""
    return counts.all_right / counts.all_rows


def sum_of_ratios(counts: Counts) -> float:
    """Add the accuracies of the batches."""
    return sum(right / rows for right, rows in zip(counts.right, counts.rows, strict=True))


def mean_of_ratios(counts: Counts) -> float:
    """Average the accuracies of the batches."""
    return sum_of_ratios(counts) / len(counts.rows)


def divided_twice(counts: Counts) -> float:
    """Add the accuracies of the batches and divide by the number of rows again."""
    return sum_of_ratios(counts) / counts.all_rows


def last_batch(counts: Counts) -> float:
    """Replace the count and the rows instead of adding to them."""
    return counts.right[-1] / counts.rows[-1]


def last_count(counts: Counts) -> float:
    """Replace the count instead of adding to it."""
    return counts.right[-1] / counts.all_rows


def last_rows(counts: Counts) -> float:
    """Replace the rows instead of adding to them."""
    return counts.all_right / counts.rows[-1]


def first_batch(counts: Counts) -> float:
    """Stop after the first batch."""
    return counts.right[0] / counts.rows[0]


def by_batches(counts: Counts) -> float:
    """Divide by the number of batches."""
    return counts.all_right / len(counts.rows)


def assumed_size(counts: Counts) -> float:
    """Divide by the rows of the first batch, once for each batch."""
    return counts.all_right / (counts.rows[0] * len(counts.rows))


def count(counts: Counts) -> float:
    """Leave out the division."""
    return float(counts.all_right)


def percent(counts: Counts) -> float:
    """Multiply by 100."""
    return 100 * accuracy(counts)


def wrong_ones(counts: Counts) -> float:
    """Count the wrong predictions."""
    return 1 - accuracy(counts)


def none_right(_: Counts) -> float:
    """Compare something else than classes with the labels."""
    return 0.0


def inverted(counts: Counts) -> float:
    """Exchange the two numbers of the division."""
    return counts.all_rows / max(1, counts.all_right)


def by_scores(counts: Counts) -> float:
    """Divide by the number of scores."""
    return accuracy(counts) / CLASSES


def by_pixels(counts: Counts) -> float:
    """Divide by the number of pixels."""
    return accuracy(counts) / FEATURES


MISTAKES = (
    sum_of_ratios, mean_of_ratios, divided_twice, last_batch, last_count, last_rows, first_batch, by_batches,
    assumed_size, count, percent, wrong_ones, none_right, inverted, by_scores, by_pixels,
)  # fmt: skip
ALIKE_IF_EVEN = (mean_of_ratios, assumed_size, last_rows)
"""Measures that equal the accuracy, or the sum of the ratios, if all batches have the same size."""
