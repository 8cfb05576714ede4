"""What a text imports: the statement that binds a name, and what stands for numpy."""

from __future__ import annotations

import pytest

from torchgrade.checking.imports import import_of, numpy_names


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("from mxnet import autograd, np, npx", "from mxnet import autograd, np, npx"),
        ("from mxnet import (\n    autograd,  # gradients\n    np,\n)\n", "from mxnet import autograd, np"),
        ("from mxnet import autograd, \\\n    np", "from mxnet import autograd, np"),
        ("import os; from mxnet import np", "from mxnet import np"),
        ("try:\n    from mxnet import np\nexcept ImportError:\n    pass", "from mxnet import np"),
        ("import jax.numpy as np, os", "import jax.numpy as np, os"),
        ("import np.random", "import np.random"),
        ("from mxnet import np as mnp", ""),
        ("x = 'import np'", ""),
        ("import np (", ""),
    ],
)
def test_an_import_is_quoted_whole_and_on_one_line(text: str, line: str) -> None:
    assert import_of(text, "np") == line


def test_an_import_of_thousands_of_names_is_cut() -> None:
    text = f"from m import np, {', '.join(f'name{i}' for i in range(3000))}"

    assert len(import_of(text, "np")) < 210


@pytest.mark.parametrize(
    ("text", "modules", "functions"),
    [
        ("", {"np", "numpy"}, {}),
        ("import numpy", {"np", "numpy"}, {}),
        ("import numpy as xp", {"np", "numpy", "xp"}, {}),
        ("import numpy.linalg as la", {"np", "numpy", "la"}, {}),
        ("from numpy import sum as total, random", {"np", "numpy", "random"}, {"total": "sum", "random": "random"}),
        ("from numpy import *", {"np", "numpy"}, {"*": "*"}),
        ("import jax.numpy as np", {"numpy"}, {}),
        ("from mxnet import np", {"numpy"}, {}),
    ],
)
def test_numpy_has_the_names_that_the_text_gives_it(text: str, modules: set[str], functions: dict[str, str]) -> None:
    assert numpy_names(text) == (modules, functions)
