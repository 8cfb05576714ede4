"""The classes of the book's later edition, as submissions derive from them."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest
import torch

from tests.exercises.torchgrade_d2l.test_stand_ins import execute, modules_as_before

__all__ = ["modules_as_before"]


@pytest.fixture
def classes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The classes of the later edition, as d2l finds them in a worker."""
    execute("stand_ins/d2l")
    made = types.ModuleType("d2l_classes")
    made.__dict__.update(execute("stand_ins/d2l_classes"))
    monkeypatch.setitem(sys.modules, "d2l_classes", made)
    return sys.modules["d2l.torch"]


def test_a_class_of_the_later_edition_can_be_derived_from(classes: Any) -> None:
    class Net(classes.Classifier):  # type: ignore[misc]
        def __init__(self, lr: float, sigma: float = 0.01) -> None:
            super().__init__()
            self.save_hyperparameters()

    @classes.add_to_class(Net)
    def doubled(self: Any) -> float:
        return float(self.lr * 2)

    net = Net(0.5)
    assert (doubled, net.doubled(), net.sigma) == (None, 1.0, 0.01)
    assert isinstance(net, torch.nn.Module)


def test_data_and_training_of_the_later_edition_are_small(classes: Any) -> None:
    data = classes.FashionMNIST(batch_size=16)
    X, y = next(iter(data.train_dataloader()))
    assert (X.shape, len(y), data.text_labels([9])) == ((16, 1, 28, 28), 16, ["ankle boot"])
    assert len(next(iter(data.val_dataloader()))[1]) == 16
    classes.Trainer(max_epochs=10).fit(classes.Module(), data)


def test_what_a_student_is_to_write_is_in_no_class_of_the_later_edition(classes: Any) -> None:
    for name in ("SGD", "LinearRegressionScratch", "SyntheticRegressionData"):
        with pytest.raises(AttributeError, match=name):
            getattr(classes, name)
    assert not hasattr(classes.Classifier, "accuracy")
