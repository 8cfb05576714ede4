"""Loss and accuracy of an epoch from its batches, and the wrong numbers that students make from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Numbers = tuple[float, float]
"""A mean loss and an accuracy."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Summed loss, correct predictions and rows of each batch."""

    loss: tuple[float, ...]
    right: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def all_rows(self) -> int:
        """Number of rows in all batches."""
        return sum(self.rows)

    @property
    def accuracy(self) -> float:
        """Share of correct predictions."""
        return sum(self.right) / self.all_rows

    @property
    def means(self) -> float:
        """Sum of the mean losses of the batches."""
        return sum(loss / rows for loss, rows in zip(self.loss, self.rows, strict=True))

    @property
    def ratios(self) -> float:
        """Sum of the accuracies of the batches."""
        return sum(right / rows for right, rows in zip(self.right, self.rows, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """The batches as three nets see them."""

    before: Seen
    """Each batch with the parameters before its update."""
    after: Seen
    """Each batch with the parameters after its update."""
    end: Seen
    """Each batch with the parameters at the end of the epoch."""


Measure = Callable[[Epoch], Numbers]


def right(epoch: Epoch) -> Numbers:
    """Return the right answer."""
    seen = epoch.before
    return sum(seen.loss) / seen.all_rows, seen.accuracy


def sums(epoch: Epoch) -> Numbers:
    """Leave out the divisions."""
    return sum(epoch.before.loss), float(sum(epoch.before.right))


def by_batches(epoch: Epoch) -> Numbers:
    """Divide the sums by the number of batches."""
    seen = epoch.before
    return sum(seen.loss) / len(seen.rows), sum(seen.right) / len(seen.rows)


def loss_by_batches(epoch: Epoch) -> Numbers:
    """Divide the summed loss by the number of batches, and the count by the number of rows."""
    return by_batches(epoch)[0], epoch.before.accuracy


def by_correct(epoch: Epoch) -> Numbers:
    """Divide the summed loss by the number of correct predictions."""
    return sum(epoch.before.loss) / max(1, sum(epoch.before.right)), epoch.before.accuracy


def means_of_batches(epoch: Epoch) -> Numbers:
    """Average the losses and the accuracies of the batches."""
    seen = epoch.before
    return seen.means / len(seen.rows), seen.ratios / len(seen.rows)


def mean_loss_of_batches(epoch: Epoch) -> Numbers:
    """Average the losses of the batches."""
    return means_of_batches(epoch)[0], epoch.before.accuracy


def means_by_rows(epoch: Epoch) -> Numbers:
    """Add the mean losses of the batches and divide by the number of rows."""
    return epoch.before.means / epoch.before.all_rows, epoch.before.accuracy


def ratios_by_rows(epoch: Epoch) -> Numbers:
    """Add the mean losses and the accuracies of the batches and divide both by the number of rows."""
    return means_by_rows(epoch)[0], epoch.before.ratios / epoch.before.all_rows


def accuracy_by_rows(epoch: Epoch) -> Numbers:
    """Add the accuracies of the batches and divide by the number of rows; the loss is right."""
    return right(epoch)[0], epoch.before.ratios / epoch.before.all_rows


def mean_accuracy_of_batches(epoch: Epoch) -> Numbers:
    """Average the accuracies of the batches; the loss is right."""
    return right(epoch)[0], means_of_batches(epoch)[1]


def swapped(epoch: Epoch) -> Numbers:
    """Return the accuracy first."""
    loss, accuracy = right(epoch)
    return accuracy, loss


def last_batch(epoch: Epoch) -> Numbers:
    """Replace the sums instead of adding to them."""
    seen = epoch.before
    return seen.loss[-1] / seen.rows[-1], seen.right[-1] / seen.rows[-1]


def last_loss(epoch: Epoch) -> Numbers:
    """Return the mean loss of the last batch."""
    return last_batch(epoch)[0], epoch.before.accuracy


def after_update(epoch: Epoch) -> Numbers:
    """Predict each batch again after its update."""
    return sum(epoch.after.loss) / epoch.after.all_rows, epoch.after.accuracy


def accuracy_after_update(epoch: Epoch) -> Numbers:
    """Predict each batch again after its update, for the accuracy only."""
    return right(epoch)[0], epoch.after.accuracy


def at_the_end(epoch: Epoch) -> Numbers:
    """Predict all batches again after the epoch."""
    return sum(epoch.end.loss) / epoch.end.all_rows, epoch.end.accuracy


def percent(epoch: Epoch) -> Numbers:
    """Multiply the accuracy by 100."""
    return right(epoch)[0], 100 * epoch.before.accuracy


def wrong_ones(epoch: Epoch) -> Numbers:
    """Count the wrong predictions."""
    return right(epoch)[0], 1 - epoch.before.accuracy


def one_a_batch(epoch: Epoch) -> Numbers:
    """Add 1 for each batch instead of its loss."""
    return len(epoch.before.rows) / epoch.before.all_rows, epoch.before.accuracy


def one_a_row(epoch: Epoch) -> Numbers:
    """Add 1 for each row instead of its loss."""
    return 1.0, epoch.before.accuracy


BY_BATCHES = (by_batches, loss_by_batches)
AVERAGED = (means_of_batches, mean_loss_of_batches, mean_accuracy_of_batches)
DIVIDED_TWICE = (means_by_rows, ratios_by_rows, accuracy_by_rows)
AGAIN = (after_update, accuracy_after_update)
LAST = (last_batch, last_loss)
ONES = (one_a_batch, one_a_row)
MISTAKES = (
    sums, swapped, *AGAIN, at_the_end, percent, wrong_ones, *BY_BATCHES, *AVERAGED, *DIVIDED_TWICE, *LAST, *ONES,
)  # fmt: skip
