"""Which mistake gives the numbers that came (ruling 37)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from torchgrade.checking.assertions import compare
from torchgrade.checking.proxies import Tried
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Diagnosis, Value

BUDGET_SECONDS = 0.5
"""CPU time: a busy machine must not take a diagnosis away (rulings 8 and 37)."""
_RTOL, _ATOL = 1e-4, 1e-5

Symptom = Callable[[Tried], bool | dict[str, Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A mistake that learners make, with the way to recognise it in what came."""

    id: str
    """Entry of the course's catalogue: ``softmax.dim_0``."""
    symptom: Symptom
    """Whether the mistake reproduces what came; a dict fills the fields of the sentence."""
    checks: tuple[str, ...] = ()
    """Ids of the checks whose failure it explains; all where empty."""


def twin(function: Callable[..., torch.Tensor]) -> Symptom:
    """Return the symptom of a wrong twin: it gives the same numbers for the inputs of the failed check."""

    def same(tried: Tried) -> bool:
        if tried.answer is None or not isinstance(tried.answer.value, torch.Tensor):
            return False
        got = tried.answer.value
        try:
            want = function(*(a.detach().clone() if isinstance(a, torch.Tensor) else a for a in tried.arguments))
        except (RuntimeError, TypeError, IndexError, ValueError):
            return False
        if list(want.shape) != list(got.shape) or got.is_complex():
            return False
        a, b = got.to(torch.float64), want.to(torch.float64)
        # A twin that overflows where the student's function does is recognised by its NaN.
        both = (a.isnan() & b.isnan()) | (a == b)
        compared = compare(torch.where(both, 0.0, a), torch.where(both, 0.0, b), _RTOL, _ATOL)
        return compared.mismatched == 0

    return same


def diagnose(
    check: str, tried: Tried | None, misconceptions: Sequence[Misconception], catalogue: Catalogue
) -> Diagnosis | None:
    """Return the one mistake that reproduces what came; None where none does, or several do."""
    if tried is None:
        return None
    end = time.process_time() + BUDGET_SECONDS
    found: list[tuple[Misconception, dict[str, Value]]] = []
    for misconception in misconceptions:
        if misconception.checks and check not in misconception.checks:
            continue
        if time.process_time() > end:
            return None
        match = _match(misconception, tried)
        if match is not None:
            found.append((misconception, match))
    if len({misconception.id for misconception, _ in found}) != 1:
        return None
    misconception, values = found[0]
    message = catalogue.render(misconception.id, values)
    return Diagnosis(misconception=misconception.id, message=message, values=values)


def _match(misconception: Misconception, tried: Tried) -> dict[str, Value] | None:
    try:
        answer: Any = misconception.symptom(tried)
    except Exception:  # noqa: BLE001 - what came may have any form, and a diagnosis never decides anything
        return None
    if isinstance(answer, dict):
        return answer
    return {} if answer else None
