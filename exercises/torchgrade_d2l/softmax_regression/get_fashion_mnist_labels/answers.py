"""Names in an answer of the worker, which may be any value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import torch

from torchgrade.checking.diagnosis import requests
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade.checking.tried import Tried
from torchgrade.checking.views import view
from torchgrade.model.phrases import phrase
from torchgrade.model.results import TensorView
from torchgrade.model.showable import show
from torchgrade.protocol.messages import Opaque

Labels = torch.Tensor | list[int]
ITERATORS = frozenset({"generator", "map", "filter", "zip", "islice", "chain", "list_iterator", "tuple_iterator"})
ARRAY = "ndarray"
_CALL = "get_fashion_mnist_labels(labels)"
_LONGEST = 60
_MOST_SHOWN = 400


def names_of(student: Student, labels: Labels, *, reads_once: bool = True) -> list[Any]:
    """Return the items that the function returns, numpy's texts as `str`; raise if its result has no order.

    :param reads_once: whether an iterator or an array is read too, because only one check asks for a list.
    """
    value = student.get_fashion_mnist_labels(labels)
    is_read_once = isinstance(value, Opaque) and value.type in ITERATORS | {ARRAY}
    has_texts = isinstance(value, list | tuple) and any(isinstance(n, Opaque) and n.type == "str_" for n in value)
    if has_texts or (is_read_once and reads_once):
        scenario = files(__package__).joinpath("names.py.txt").read_text("utf-8")
        value = student.run(scenario, _CALL, labels=labels).get("names")
    return list_of(value)


def list_of(value: Any) -> list[Any]:
    """Return the items of a list or a tuple; raise for any other value."""
    if value is None:
        raise CheckFailedError("value.none", got=view(value), what=phrase("what.result"))
    if not isinstance(value, list | tuple):
        raise CheckFailedError("get_fashion_mnist_labels.not_list", got=view(value), type=view(value).type)
    return list(value)


def assert_names(got: Sequence[Any], want: Sequence[str]) -> None:
    """Check that the names are the right ones, in order."""
    views = {"got": names_view(got), "expected": names_view(want)}
    if len(got) != len(want):
        raise CheckFailedError("get_fashion_mnist_labels.count", want=len(want), count=len(got), **views)
    for index, name in enumerate(got):
        if type(name) is not str:
            kind = view(name).type
            raise CheckFailedError("get_fashion_mnist_labels.not_text", index=index, type=kind, **views)
    different = [(i, one, other) for i, (one, other) in enumerate(zip(got, want, strict=True)) if one != other]
    if different:
        pairs = ", ".join(f"[{i}] {quoted(one)} ≠ {quoted(other)}" for i, one, other in different)
        names = show(pairs, limit=_MOST_SHOWN)
        raise CheckFailedError(
            "get_fashion_mnist_labels.differ", count=len(different), n=len(want), names=names, **views
        )


def quoted(name: str) -> str:
    """Return a name in quotes, safe to show."""
    return f'"{show(name, limit=_LONGEST)}"'


def names_view(names: Sequence[Any]) -> TensorView:
    """Return the view of a list: the names, and the type of each item that is not a name."""
    shown = (quoted(name) if type(name) is str else view(name).type for name in names)
    return TensorView(type="list", text=show(f"[{', '.join(shown)}]", limit=_MOST_SHOWN))


def asked(tried: Tried) -> Iterator[tuple[Labels, Any, str]]:
    """Yield the labels, the result and the exception of each call, the last one first."""
    is_read = False
    for one in requests(tried):
        # A scenario reads the names of the call before it once more.
        if not is_read:
            ran = one.verb == "run"
            labels = one.inputs["labels"] if ran else one.arguments[0]
            value = one.answer.value if one.answer is not None else None
            yield labels, value.get("names") if ran and isinstance(value, dict) else value, one.raised
        is_read = one.verb == "run"
