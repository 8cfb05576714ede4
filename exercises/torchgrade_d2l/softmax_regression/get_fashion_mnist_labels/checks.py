"""Checks of ``get_fashion_mnist_labels(labels)`` (chapter section 5)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.answers import Labels, assert_names, names_of
from torchgrade_d2l.softmax_regression.get_fashion_mnist_labels.oracle import NAMES


def own_names(student: Student) -> Sequence[str]:
    """Return the student's own name of each class if they are ten different ones, otherwise the right names.

    Only the check of the names compares letters, so a misspelt name costs one check.
    """
    own = names_of(student, torch.arange(len(NAMES)))
    different = {name for name in own if type(name) is str}
    return own if len(own) == len(different) == len(NAMES) else NAMES


@pytest.mark.check(points=0.5, kind="value")
def test_names(student: Student) -> None:
    """Ask for every label once, so that each name is compared."""
    assert_names(names_of(student, torch.arange(len(NAMES))), NAMES)


@pytest.mark.check(points=0.5, kind="value", requires=[])
def test_order(student: Student, tensors: Tensors) -> None:
    """Ask with 24 labels of 7 classes: some repeat and some are missing, and one of 10^14 draws is in order."""
    names = own_names(student)
    labels = tensors.permutation(len(NAMES))[tensors.integers(0, 7, 24)]  # (24,)
    assert_names(names_of(student, labels), [names[int(i)] for i in labels])


@pytest.mark.check(points=0.5, kind="contract", requires=["order"])
def test_forms(student: Student, tensors: Tensors) -> None:
    """Ask for a list or a tuple, from a tensor, from a list of ints, and from one label."""
    names = own_names(student)
    labels = tensors.permutation(len(NAMES))  # (10,)
    forms: tuple[Labels, ...] = (labels, labels.tolist(), labels[:1], labels[1:2].tolist())
    for form in forms:
        assert_names(names_of(student, form, reads_once=False), [names[int(i)] for i in form])
