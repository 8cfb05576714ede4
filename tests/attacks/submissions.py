"""Turns acts into a submission: their text, what they must know, and a ``softmax`` that tries each once and says so.

An act is a function of a family in ``acts/``. It returns a few words where it succeeded and raises where it was refused,
and does no harm where it succeeds. A number in brackets is that of the attack in the list that the sandbox was built from.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path
from types import ModuleType

ACTS = Path(__file__).parent / "acts"
Act = Callable[..., object]
Fact = str | int
"""What is known of a world at run time only: a path, a port, the id of a process."""

_HEAD = "from __future__ import annotations\n"
_OURS = re.compile(r"^from tests\.attacks\..*\n", re.M)
_BODY = '''

import errno
import os

tried = []


def attempts():
    """Return what is tried, by name."""
    return {{
{attempts}
    }}


def report(name, act):
    """Perform an act and write the one line that is read."""
    try:
        line = "OPEN " + str(act())
    except BaseException as error:
        number = getattr(error, "errno", None)
        line = f"BLOCKED {{type(error).__name__}} {{errno.errorcode.get(number, '-')}} {{str(error)}}"
    text = " ".join(line.split())[:160]
    os.write(1, f"ACT {{name}} {{text}}\\n".encode("ascii", "backslashreplace"))


def softmax(X):
    if not tried:
        tried.append(True)
        for name, act in attempts().items():
            report(name, act)
    return X
'''


def families() -> list[ModuleType]:
    """Return the modules of acts."""
    names = sorted(file.stem for file in ACTS.glob("*.py") if file.stem != "raw")
    return [importlib.import_module(f"tests.attacks.acts.{name}") for name in names]


def acts() -> dict[str, Act]:
    """Return all acts by name, a family's one after another."""
    found: dict[str, Act] = {}
    for family in families():
        for name, act in vars(family).items():
            if inspect.isfunction(act) and act.__module__ == family.__name__ and not name.startswith("_"):
                assert name not in found, name
                found[name] = act
    return found


def needs(act: Act) -> tuple[str, ...]:
    """Return the names of the facts that an act must know."""
    return tuple(inspect.signature(act).parameters)


def batches(size: int, alone: Container[str]) -> dict[str, list[str]]:
    """Return acts in batches of one family each, by the name that a submission gets; some acts stand alone."""
    made: dict[str, list[str]] = {}
    batch: list[str] = []
    last = ""
    for name, act in acts().items():
        if size == 1 or name in alone:
            made[name] = [name]
            continue
        if len(batch) >= size or act.__module__ != last:
            last = act.__module__
            batch = made.setdefault(f"{last.rpartition('.')[2]}_{len(made)}", [])
        batch.append(name)
    return made


def submission_of(act: Act, facts: Mapping[str, Fact]) -> str:
    """Return the text of a submission that performs an act."""
    return submission_of_batch([act], facts)


def submission_of_batch(batch: Sequence[Act], facts: Mapping[str, Fact]) -> str:
    """Return the text of a submission that performs acts of one family, one after another."""
    family = Path(inspect.getfile(batch[0])).read_text("utf-8")
    parts = [(ACTS / "raw.py").read_text("utf-8"), family]
    text = "\n\n".join(_OURS.sub("", part.replace(_HEAD, "")) for part in parts)
    attempts = "\n".join(f'        "{act.__name__}": lambda: {_call(act, facts)},' for act in batch)
    made = _HEAD + text + _BODY.format(attempts=attempts)
    ast.parse(made)
    return made


def _call(act: Act, facts: Mapping[str, Fact]) -> str:
    # The worker itself knows its parent.
    known = {name: "os.getppid()" if name == "parent" else repr(facts[name]) for name in needs(act)}
    return f"{act.__name__}({', '.join(f'{name}={value}' for name, value in known.items())})"
