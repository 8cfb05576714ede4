"""Loads submissions made of text into this process, and takes them out again."""

from __future__ import annotations

import linecache
import sys
import types
from collections.abc import Callable, Iterator, Sequence

import pytest
import torch

from torchgrade.model.slices import Method, Statement, Unit
from torchgrade.protocol.messages import Load, Noted, StandIn
from torchgrade.sandbox.worker.accommodations import REPLACEMENTS
from torchgrade.sandbox.worker.loading import Loader

LoadText = Callable[..., tuple[types.ModuleType, Loader]]


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Put back the modules, the sources and the torch state that a submission touches."""
    sources, finders = dict(linecache.cache), list(sys.meta_path)
    owners = [replacement.owner() for replacement in REPLACEMENTS if replacement.module in sys.modules]
    functions = [(owner, name, vars(owner).get(name)) for owner, name in owners]
    yield
    sys.meta_path[:] = finders
    for owner, name, function in functions:
        if function is not None:
            setattr(owner, name, function)
        elif name in vars(owner):
            # It was inherited.
            delattr(owner, name)
    # Only what a submission brings: a library that was imported meanwhile must not be imported twice.
    for name in ("submission", "givens", "helper", "standin", "standin.torch"):
        sys.modules.pop(name, None)
    linecache.cache.clear()
    linecache.cache.update(sources)
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)


def load_request(
    statements: Sequence[Statement],
    *,
    source: str = "",
    before: Sequence[Unit] = (),
    stand_ins: Sequence[StandIn] = (),
    givens: str = "",
    fill: Sequence[str] = (),
    override: Sequence[str] = (),
    own: Sequence[str] = (),
    methods: Sequence[Method] = (),
    seconds: float = 5.0,
    seed: int = 1,
) -> Load:
    """Return a request to load these statements of ``ada.py``."""
    unit = Unit(
        module="submission",
        sources={"ada.py": source},
        statements=list(statements),
        own=list(own),
        methods=list(methods),
    )
    return Load(
        number=1, units=[*before, unit], stand_ins=list(stand_ins), givens=givens, fill=list(fill),
        override=list(override), wanted=["f"], seed=seed, statement_seconds=seconds,
    )  # fmt: skip


def at(line: int, source: str, **further: object) -> Statement:
    """Return a statement of ``ada.py``."""
    return Statement(file="ada.py", line=line, source=source, **further)  # type: ignore[arg-type]


@pytest.fixture
def load() -> LoadText:
    """Return a function that loads statements and gives the module and the loader."""

    def loaded(*statements: Statement, **further: object) -> tuple[types.ModuleType, Loader]:
        loader = Loader(load_request(statements, **further))  # type: ignore[arg-type]
        return loader.load(), loader

    return loaded


def told(notes: Sequence[Noted]) -> list[tuple[int, str, str]]:
    return [(note.line, note.reason, note.type) for note in notes]
