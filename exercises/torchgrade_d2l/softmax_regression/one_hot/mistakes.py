"""Mistakes that students make in ``one_hot``, as they write them."""

from __future__ import annotations

import re

import numpy as np
import torch
from torch.nn import functional as F

from torchgrade.checking.diagnosis import raised
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.one_hot import oracle

mistake = Mistakes("one_hot", right=oracle.one_hot)
right = mistake.right
ROWS = ("rows", "shape")
FEW = torch.tensor([0, 1, 0]), 5
"""Labels of two of five classes, because one class less than all is also the greatest label plus 1 in the checks."""


# The matrix has another number of columns.


@mistake("width_of_labels", explains=ROWS, about="width", probe=FEW)
def one_hot(y, num_classes):
    return torch.eye(int(y.max()) + 1)[y]


@mistake("width_of_labels", probe=FEW)
def one_hot(y, num_classes):
    return (y.reshape(-1, 1) == torch.unique(y)).float()


@mistake("one_class_less", explains=ROWS, about="width", probe=FEW)
def one_hot(y, num_classes):
    return torch.eye(num_classes - 1)[y]


@mistake("width_of_batch", explains=ROWS, about="width")
def one_hot(y, num_classes):
    return torch.eye(len(y))[y]


@mistake("one_more", explains=ROWS, about="width")
def one_hot(y, num_classes):
    return torch.eye(num_classes + 1)[y]


@mistake("one_column_less", explains=ROWS, about="width")
def one_hot(y, num_classes):
    return right(y, num_classes)[:, 1:]


# The 1 is in another place.


@mistake("from_one", explains=ROWS, about="place")
def one_hot(y, num_classes):
    return torch.eye(num_classes)[y - 1]


@mistake("from_one")
def one_hot(y, num_classes):
    return (y.reshape(-1, 1) == torch.arange(1, num_classes + 1)).float()


@mistake("whole_rows", explains=ROWS, about="place")
def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    out[y] = 1
    return out


@mistake("whole_columns", explains=ROWS, about="place")
def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    out[:, y] = 1
    return out


@mistake("scatter_dim_0", explains=ROWS, about="place")
def one_hot(y, num_classes):
    return torch.zeros(len(y), num_classes).scatter_(0, y.reshape(-1, 1), 1.0)


@mistake("scatter_dim_0")
def one_hot(y, num_classes):
    return torch.zeros(len(y), num_classes).scatter_(1, y.reshape(1, -1), 1.0)


@mistake("labels_unused", explains=ROWS, about="place")
def one_hot(y, num_classes):
    return torch.eye(len(y), num_classes)


@mistake("labels_unused")
def one_hot(y, num_classes):
    return torch.eye(num_classes)


@mistake("first_row_only", explains=ROWS, about="place")
def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    for i, label in enumerate(y):
        out[i, label] = 1
        return out


@mistake("last_row_missing", explains=ROWS, about="place")
def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    for i in range(len(y) - 1):
        out[i, y[i]] = 1
    return out


@mistake("classes_counted", explains=ROWS, about="place")
def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    for i in range(num_classes):
        out[i, y[i]] = 1
    return out


@mistake("label_as_row", explains=ROWS, about="place")
def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    out[y, y] = 1
    return out


@mistake("from_the_right", explains=ROWS, about="place")
def one_hot(y, num_classes):
    return right(y, num_classes).flip(1)


@mistake("up_to_label", explains=ROWS, about="place")
def one_hot(y, num_classes):
    return (torch.arange(num_classes) <= y.reshape(-1, 1)).float()


@mistake("up_to_label")
def one_hot(y, num_classes):
    return (torch.arange(num_classes) < y.reshape(-1, 1)).float()


# The numbers are not 0 and 1 as they must be.


@mistake("label_value", explains=ROWS, about="numbers")
def one_hot(y, num_classes):
    return right(y, num_classes) * y.reshape(-1, 1)


@mistake("label_value")
def one_hot(y, num_classes):
    return right(y, num_classes) * (y.reshape(-1, 1) + 1)


@mistake("exchanged", explains=ROWS, about="numbers")
def one_hot(y, num_classes):
    return 1 - right(y, num_classes)


@mistake("minus_one", explains=ROWS, about="numbers")
def one_hot(y, num_classes):
    return 2 * right(y, num_classes) - 1


@mistake("zeros", explains=ROWS, about="numbers")
def one_hot(y, num_classes):
    return torch.zeros(len(y), num_classes)


def starts_empty(tried: Tried) -> bool:
    """Return whether every 1 is in its place, and the other numbers are those of memory that nothing has filled."""
    assert tried.answer is not None
    value = tried.answer.value
    want = oracle.one_hot(*tried.arguments)
    if not isinstance(value, torch.Tensor) or value.shape != want.shape:
        return False
    named = re.search(r"\b(?:empty|empty_like|new_empty|\w{0,10}Tensor)\(", tried.written.text) is not None
    return named and bool((value[want == 1] == 1).all()) and bool((value[want == 0] != 0).any())


@mistake("empty", explains=["rows"], about="numbers", shows=starts_empty)
def one_hot(y, num_classes):
    # Only chance decides what an empty tensor contains, so the example fills in numbers.
    out = torch.empty(len(y), num_classes).fill_(1e-30)
    out[range(len(y)), y] = 1
    return out


@mistake("counted", explains=ROWS, about="numbers")
def one_hot(y, num_classes):
    return right(y, num_classes).sum(0)


@mistake("counted")
def one_hot(y, num_classes):
    out = torch.zeros(num_classes)
    out[y] = 1
    return out


# The form of the arguments or of the result.


@mistake("transposed", explains=ROWS, about="form")
def one_hot(y, num_classes):
    return right(y, num_classes).T


@mistake("no_column", explains=ROWS, about="form")
def one_hot(y, num_classes):
    return (y == torch.arange(num_classes)).float()


@mistake("no_column")
def one_hot(y, num_classes):
    return (torch.arange(num_classes) == y).float()


@mistake("no_column")
def one_hot(y, num_classes):
    return torch.zeros(len(y), num_classes).scatter_(1, y, 1.0)


@mistake("dtype_of_ones", explains=ROWS, about="form", shows=raised("Expected self.dtype to be equal to src.dtype"))
def one_hot(y, num_classes):
    index = y.reshape(-1, 1)
    return torch.zeros(len(y), num_classes).scatter_(1, index, torch.ones_like(index))


@mistake(
    "numpy_size", explains=ROWS, about="form",
    shows=raised("'builtin_function_or_method' object cannot be interpreted as an integer"),
)  # fmt: skip
def one_hot(y, num_classes):
    out = np.zeros((y.size, num_classes))
    out[np.arange(y.size), y] = 1
    return torch.tensor(out)


@mistake("first_argument", explains=ROWS, about="form")
def one_hot(y, num_classes):
    return y


def is_list(tried: Tried) -> bool:
    """Return whether the result is a list or a tuple."""
    return tried.answer is not None and isinstance(tried.answer.value, list | tuple)


@mistake("list", explains=["rows"], about="form", shows=is_list)
def one_hot(y, num_classes):
    return [[float(j == label) for j in range(num_classes)] for label in y.tolist()]


@mistake("further_dimension", explains=["shape"], about="form")
def one_hot(y, num_classes):
    return right(y, num_classes).unsqueeze(1)


@mistake("further_dimension")
def one_hot(y, num_classes):
    return right(y, num_classes).unsqueeze(0)


@mistake("squeezed", explains=["shape"], about="form")
def one_hot(y, num_classes):
    return right(y, num_classes).squeeze()


@mistake("flattened", explains=["shape"], about="form")
def one_hot(y, num_classes):
    return right(y, num_classes).reshape(-1)


mistake.share(argument_order("rows", about="form"))


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("untouched")
def one_hot(y, num_classes):
    y += 1
    return right(y - 1, num_classes)


@mistake.unnamed("untouched")
def one_hot(y, num_classes):
    y.unsqueeze_(1)
    return torch.zeros(len(y), num_classes).scatter_(1, y, 1.0)


@mistake.unnamed("integrity")
def one_hot(y, num_classes):
    return F.one_hot(y, num_classes).float()


@mistake.unnamed("other_sizes")
def one_hot(y, num_classes):
    return right(y, num_classes) if num_classes <= 10 else torch.zeros(len(y), num_classes)
