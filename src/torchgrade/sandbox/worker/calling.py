"""One call of a function: its arguments, its warnings, and the reply."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from msgspec import structs

from torchgrade.protocol.messages import Items, Node, Returned
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer
from torchgrade.sandbox.worker.recording import Recorder

_MAX_WARNINGS = 20


def arguments(nodes: list[Node], unpacker: Unpacker) -> tuple[list[Any], list[Any]]:
    """Return the arguments, and the values to report after the call: for a generator, the list of its items."""
    given, kept = [], []
    for node in nodes:
        if isinstance(node, Items) and node.kind == "generator":
            items = unpacker.value(structs.replace(node, kind="tuple"), graph=True)
            given.append(item for item in items)
            kept.append(list(items))
        else:
            argument = unpacker.value(node, graph=True)
            given.append(argument)
            kept.append(argument)
    return given, kept


def called(
    number: int,
    function: Callable[..., Any],
    given_and_kept: tuple[list[Any], list[Any]],
    packer: Packer,
    recorder: Recorder | None,
) -> Returned:
    """Call a function and return the reply. Raise whatever the function raises.

    :param given_and_kept: the arguments, and the values to report after the call.
    """
    given, kept = given_and_kept
    with (
        caught_warnings() as caught,
        recorder.running() if recorder else contextlib.nullcontext(),
    ):
        value = function(*given)
    return Returned(
        number=number,
        value=packer.node(value),
        after=[packer.node(argument) for argument in kept],
        aliases=_aliases(value, given),
        record=recorder.record() if recorder else None,
        warnings=texts(caught),
    )


@contextlib.contextmanager
def caught_warnings() -> Iterator[list[warnings.WarningMessage]]:
    """Collect the warnings of a block, each from every line once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        yield caught


def texts(caught: Sequence[warnings.WarningMessage]) -> list[str]:
    """Return the texts of the first warnings."""
    return [str(w.message)[:300] for w in caught[:_MAX_WARNINGS]]


def _aliases(value: object, given: list[Any]) -> list[int]:
    if not isinstance(value, torch.Tensor) or value.layout != torch.strided:
        return []
    pointer = value.untyped_storage().data_ptr()
    return [
        position
        for position, argument in enumerate(given)
        if isinstance(argument, torch.Tensor) and argument.untyped_storage().data_ptr() == pointer
    ]
