"""Policies: functions that an exercise asks a student to write and not to call (ruling 5)."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from torchgrade.courses.tables import course_error, read_table
from torchgrade.model.phrases import listed, phrase

_LISTS = ("functions", "operators", "constructors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Names that a submission must not call."""

    functions: frozenset[str] = frozenset()
    """Last parts of the names of Python functions, as the text and the record show them.

    In the text a name with dots is the whole name: ``torch.autograd.grad`` is not the attribute ``.grad`` of an object.
    """
    operators: frozenset[str] = frozenset()
    """Names of ATen operators, as the record shows them."""
    constructors: tuple[str, ...] = ()
    """Dotted names of classes whose construction is recorded."""
    own: str = ""
    """Name of the exercise: a function may call itself."""


@functools.cache
def named_policies() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the lists of ``policies.toml`` by the name of their set."""
    file = importlib.resources.files("torchgrade.courses") / "policies.toml"
    return {name: {key: tuple(table.get(key, ())) for key in _LISTS} for name, table in read_table(file).items()}


def read_policy(value: Any, exercise: str, file: Traversable) -> Policy:
    """Return the policy of an exercise.

    :param value: ``policy`` of ``exercise.toml``: the name of a set, several names, a table of lists in which ``named``
        adds sets, or None.
    :raises CourseError: a set does not exist, or the value has another form.
    """
    table = {"named": value} if isinstance(value, str | list) else {} if value is None else value
    if not isinstance(table, dict) or (unknown := sorted(set(table) - {"named", *_LISTS})):
        found = phrase("error.course.key", name=unknown[0]) if isinstance(table, dict) else repr(table)
        raise course_error(file, ("policy",), "policy", name=exercise, found=found, lists=listed(["named", *_LISTS]))
    sets = [_named(name, exercise, file) for name in _texts(table, "named", exercise, file)]
    lists = {
        key: tuple(dict.fromkeys([*(one for found in sets for one in found[key]), *_texts(table, key, exercise, file)]))
        for key in _LISTS
    }
    return Policy(
        functions=frozenset(lists["functions"]),
        operators=frozenset(lists["operators"]),
        constructors=lists["constructors"],
        own=exercise,
    )


def _named(name: str, exercise: str, file: Traversable) -> dict[str, tuple[str, ...]]:
    known = named_policies()
    if name not in known:
        raise course_error(file, ("policy",), "policy_set", name=exercise, set=name, known=listed(known))
    return known[name]


def _texts(table: dict[str, Any], key: str, exercise: str, file: Traversable) -> Iterable[str]:
    value = table.get(key, [])
    value = [value] if key == "named" and isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise course_error(file, ("policy", key), "policy_list", name=exercise, key=key, found=repr(value))
    return value
