"""Imports of another framework than PyTorch."""

from __future__ import annotations

import ast

import pytest

from tests.words import shown
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.readers.python import cells
from torchgrade.slicing.frameworks import OtherFramework, modules_of, other_framework
from torchgrade.slicing.outline import read_outline


def found(text: str) -> OtherFramework | None:
    return other_framework(read_outline("ada.py", cells(text.encode()), catalogue_for().note))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from mxnet import autograd, np, npx", "MXNet"),
        ("from d2l import mxnet as d2l", "MXNet"),
        ("import tensorflow as tf", "TensorFlow"),
        ("import d2l.tensorflow as d2l", "TensorFlow"),
        ("from tensorflow.keras import layers", "TensorFlow"),
        ("import jax.numpy as jnp", "JAX"),
        ("import paddle.nn as nn", "PaddlePaddle"),
    ],
)
def test_the_first_import_of_another_framework_is_named_with_its_place(line: str, name: str) -> None:
    other = found(f"import random\n{line}\nimport keras\n\ndef f(X):\n    return X\n")

    assert other is not None
    assert (other.name, shown(other.place)) == (name, "ada.py, line 2")


@pytest.mark.parametrize(
    "line", ["import torch", "from torch import nn", "from d2l import torch as d2l", "import d2lzh_pytorch as d2l"]
)
def test_a_file_that_imports_pytorch_too_is_for_pytorch(line: str) -> None:
    assert found(f"import tensorflow as tf\n{line}\n") is None


@pytest.mark.parametrize(
    "text", ["import numpy as np\n", "from . import mxnet\n", "def f(): pass\n", "from d2l import *\n"]
)
def test_other_modules_are_no_framework(text: str) -> None:
    assert found(text) is None


def test_only_imports_have_modules() -> None:
    assert list(modules_of(ast.parse("mxnet = 1").body[0])) == []
