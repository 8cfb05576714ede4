"""A small course in a folder of the test: one exercise with mistakes, variants, sentences and a corpus."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.audit.exercises import AuditedExercise
from torchgrade.courses.outline import ExerciseOutline

PACKAGE = "smallcourse"
MISTAKES = '''"""Mistakes of double."""

from __future__ import annotations

import torch

from torchgrade.checking.mistake import Mistakes

mistake = Mistakes("double", right=lambda X: 2 * X)
right = mistake.right


def half(X):
    return X / 2


@mistake("halved", explains=["values"], about="factor")
def double(X):
    return half(X)


@mistake("halved")
def double(X):
    return right(X) / 4


@mistake("squared", explains=["values"], beside=["halved"])
def double(X):
    return X**2


@mistake.unnamed("untouched")
def double(X):
    return X.mul_(2)
'''
SENTENCES = """[checks]
values.title.en = "Values"
values.title.zh = "数值"
values.en = "`double(X)` must return `2 * X`."
values.zh = "`double(X)` 应返回 `2 * X`。"

[mistakes]
halved.en = "You halved {what}."
halved.zh = "{what} 被除以了 2。"
squared.en = "You squared X."
squared.zh = "X 被平方了。"

[about]
factor.en = "the factor"
factor.zh = "因数"

[messages]
odd.en = "An odd number."
odd.zh = "奇数。"
"""
CHECKS = '''"""Checks of double."""

from __future__ import annotations

from torchgrade.checking.failures import CheckFailedError


def test_values(student):
    raise CheckFailedError("double.odd")
'''
REFERENCE = '''"""Reference of double."""

from __future__ import annotations


def double(X):
    """Return 2 X."""
    return X + X
'''
VARIANTS = '''"""Right answers written otherwise."""

import torch


def _factor():
    return 2.0


def by_factor(X):
    # A comment stays.
    return X * _factor()


def by_stack(X):
    return torch.stack([X, X]).sum(0)
'''
FILES = {
    "__init__.py": '"""A course."""\n',
    "course.toml": 'name = "small"\ntitle = "Small"\n[[topics]]\nname = "basics"\ntitle = "B"\nexercises = ["double"]\n',
    "basics/__init__.py": '"""A topic."""\n',
    "basics/double/__init__.py": '"""An exercise."""\n',
    "basics/double/exercise.toml": 'title = "Double"\nsignature = "double(X)"\nsection = "1"\n',
    "basics/double/stub.py": '"""Stub."""\n\n\ndef double(X):\n    raise NotImplementedError\n',
    "basics/double/stub.zh.py": '"""代码骨架。"""\n\n\ndef double(X):\n    raise NotImplementedError\n',
    "basics/double/checks.py": CHECKS,
    "basics/double/mistakes.py": MISTAKES,
    "basics/double/sentences.toml": SENTENCES,
    "basics/double/statement.en.md": "Double it.\n",
    "basics/double/statement.zh.md": "乘以 2。\n",
    "basics/double/hints.en.md": "one\n\n---\n\ntwo\n\n---\n\nthree\n",
    "basics/double/hints.zh.md": "一\n\n---\n\n二\n\n---\n\n三\n",
    "solutions/__init__.py": '"""Solutions."""\n',
    "solutions/double/__init__.py": '"""A solution."""\n',
    "solutions/double/reference.py": REFERENCE,
    "solutions/double/variants.py": VARIANTS,
    "solutions/double/equivalent.toml": '"a -> b" = "it is the same"\n',
}


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AuditedExercise]:
    """The exercise ``double`` of a small course, whose files a test may change."""
    root = tmp_path / PACKAGE
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    outline = ExerciseOutline(
        name="double", course=PACKAGE, topic="basics", package=f"{PACKAGE}.basics.double", title="Double",
        signature="double(X)", section="1",
    )  # fmt: skip
    yield AuditedExercise(
        outline=outline,
        folder=root / "basics" / "double",
        reference_file=root / "solutions" / "double" / "reference.py",
        hidden_file=None,
    )
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
