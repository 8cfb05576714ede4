"""Search for the mistake that reproduces the result (ruling 37)."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import torch

from torchgrade.checking.assertions import is_close
from torchgrade.checking.proxies import Tried
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import Diagnosis, Note

BUDGET_SECONDS = 0.5
"""CPU time, because a busy machine must not prevent a diagnosis (rulings 8 and 37)."""
_RTOL, _ATOL = 1e-4, 1e-5
_PRECISE = 1e-8, 1e-10
_MOST_ORDERS = 6
_MOST_TWINS_ASKED = 2
SEVERAL = "mistake.several"

Symptom = Callable[[Tried], bool | dict[str, Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A mistake that learners make, with the way to recognise it in the result."""

    id: str
    """Entry of a catalogue: ``softmax.dim_0``."""
    symptom: Symptom
    """Whether the mistake reproduces the result; a dict fills the fields of the sentence."""
    checks: tuple[str, ...] = ()
    """Ids of the checks whose failure it explains; all checks if empty."""
    about: str = ""
    """Entry of a catalogue that names the subject, shown if several mistakes reproduce the result."""
    section: str = ""
    """Section of the book that explains it; the exercise's own section if empty."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Symptom of a wrong twin: the twin reproduces the result of every call of the check.

    The twin raises the submission's exception, with the same text, or its numbers agree within a tolerance. The
    tolerance tells twins apart: 1e-4 in float32, 1e-8 if the judge sent float64.
    """

    function: Callable[..., Any]

    def __call__(self, tried: Tried) -> bool:
        """Return whether the twin reproduces the result of every call of the check."""
        return all(self.agrees(one) for one in requests(tried))

    def agrees(self, tried: Tried) -> bool:
        """Return whether the twin reproduces the result of one call. Return False for a request of another kind."""
        if tried.verb not in ("call", "vjp"):
            return False
        arguments = [a.detach().clone() if isinstance(a, torch.Tensor) else a for a in tried.arguments]
        try:
            want = self.function(*arguments)
        except Exception as error:  # noqa: BLE001 - a wrong function may raise anything, as the student's does
            return tried.raised == f"{type(error).__name__}: {error}"
        return tried.answer is not None and same_numbers(tried.answer.value, want, _tolerance(tried.arguments))


def twin(function: Callable[..., Any]) -> Symptom:
    """Return the symptom of a wrong twin, a function of the same arguments that returns a tensor or a number."""
    return Twin(function)


def gradient_twin(function: Callable[..., torch.Tensor]) -> Symptom:
    """Return the symptom of a wrong twin whose gradient, not its numbers, equals the result of the last ``vjp``."""

    def same(tried: Tried) -> bool:
        one = next((request for request in requests(tried) if request.verb == "vjp"), None)
        if one is None or one.answer is None:
            return False
        arguments = [a.detach().clone() if isinstance(a, torch.Tensor) else a for a in one.arguments]
        leaves = [arguments[i].requires_grad_() for i in one.inputs["wrt"]]
        (function(*arguments) * one.inputs["cotangent"]).sum().backward()
        pairs = zip(one.answer.gradients, leaves, strict=True)
        return all(same_numbers(got, leaf.grad, _tolerance(one.arguments)) for got, leaf in pairs)

    return same


def also_on(function: Callable[..., Any], *probe: Any) -> Symptom:
    """Return the symptom of agreeing with ``function`` on other arguments as well. The symptom asks the worker once."""

    def same(tried: Tried) -> bool:
        made = tried.again(*probe) if tried.again is not None else None
        return made is not None and Twin(function).agrees(made)

    return same


def mentions(*names: str) -> Callable[[Tried], bool]:
    """Return the symptom that the student's text mentions one of the names: ``torch.exp``, or ``.exp`` of a value."""
    return lambda tried: bool(tried.references & set(names))


def both(*symptoms: Symptom) -> Symptom:
    """Return the symptom that all of these agree. The last symptom fills the fields of the sentence."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        return all(symptom(tried) for symptom in symptoms[:-1]) and symptoms[-1](tried)

    return same


def failed_as(*message_ids: str) -> Symptom:
    """Return the symptom of a request that ended without an answer, for one of these reasons."""
    return lambda tried: tried.failure is not None and tried.failure.message_id in message_ids


def requests(tried: Tried | None) -> Iterator[Tried]:
    """Yield the requests of a check, the last one first."""
    while tried is not None:
        yield tried
        tried = tried.previous


def raised(*texts: str) -> Symptom:
    """Return the symptom of having raised an exception whose last line contains one of the texts."""
    return lambda tried: any(text in tried.raised for text in texts)


def other_order(right: Callable[..., Any]) -> Symptom:
    """Return the symptom of taking the same arguments in another order (contracts 0.11).

    :param right: the right function, of the arguments in the order of the course.
    """

    def agrees(made: Tried, *arguments: Any) -> bool:
        return made.answer is not None and same_numbers(made.answer.value, right(*arguments), (_RTOL, _ATOL))

    return right_in_other_order(agrees)


def right_in_other_order(is_right: Callable[..., bool]) -> Symptom:
    """Return the symptom of being right if the arguments are passed in another order.

    The symptom asks the worker once in each other order, only to name the mistake. ``{order}`` and ``{signature}`` fill
    the sentence.

    :param is_right: function of the result in another order, and of the arguments in the order of the course.
    """

    def swapped(tried: Tried) -> bool | dict[str, Value]:
        names = tried.names[: len(tried.arguments)]
        if tried.verb not in ("call", "iterate") or tried.again is None or len(names) < 2:
            return False
        for order in itertools.islice(itertools.permutations(range(len(names))), 1, _MOST_ORDERS):
            made = tried.again(*(tried.arguments[i] for i in order))
            # With arguments in a wrong order the result may be anything, even a value that cannot be compared.
            with suppress(Exception):
                if made is not None and made.answer is not None and is_right(made, *tried.arguments):
                    return {"order": ", ".join(names[i] for i in order), "signature": tried.text}
        return False

    return swapped


def _tolerance(arguments: Sequence[Any]) -> tuple[float, float]:
    floating = [a.dtype for a in arguments if isinstance(a, torch.Tensor) and a.is_floating_point()]
    return _PRECISE if floating and all(dtype == torch.float64 for dtype in floating) else (_RTOL, _ATOL)


def same_numbers(got: Any, want: Any, tolerance: tuple[float, float]) -> bool:
    """Return whether two tensors or numbers agree in shape and in every element; NaN equals itself here."""
    if not all(isinstance(value, torch.Tensor | float | int) for value in (got, want)):
        return False
    a, b = (torch.as_tensor(value).detach() for value in (got, want))
    if list(a.shape) != list(b.shape) or a.is_complex():
        return False
    a, b = a.to(torch.float64), b.to(torch.float64)
    # A twin that overflows together with the student's function is recognised by its NaN.
    both = (a.isnan() & b.isnan()) | (a == b)
    return is_close(torch.where(both, 0.0, a), torch.where(both, 0.0, b), *tolerance)


def diagnose(
    check: str, tried: Tried | None, misconceptions: Sequence[Misconception], catalogue: Catalogue
) -> Diagnosis | None:
    """Return the only mistake that reproduces the result.

    Return the shared subjects if several mistakes do, and None if no mistake does.
    """
    if tried is None:
        return None
    end = time.process_time() + BUDGET_SECONDS
    found: dict[str, tuple[Misconception, dict[str, Value]]] = {}
    for misconception in misconceptions:
        if misconception.checks and check not in misconception.checks:
            continue
        if time.process_time() > end:
            return None
        match = _match(misconception, tried)
        if match is not None:
            found.setdefault(misconception.id, (misconception, match))
    if len(found) > 1:
        found = _told_apart(found, tried)
    if len(found) > 1:
        return _several([misconception for misconception, _ in found.values()], catalogue)
    for misconception, values in found.values():
        message = catalogue.render(misconception.id, values)
        return Diagnosis(misconception=misconception.id, message=message, values=values)
    return None


def _match(misconception: Misconception, tried: Tried) -> dict[str, Value] | None:
    try:
        answer: Any = misconception.symptom(tried)
    except Exception:  # noqa: BLE001 - the result may have any form, and a diagnosis never decides anything
        return None
    if isinstance(answer, dict):
        return answer
    return {} if answer else None


def _told_apart(
    found: dict[str, tuple[Misconception, dict[str, Value]]], tried: Tried
) -> dict[str, tuple[Misconception, dict[str, Value]]]:
    """Ask with other numbers, because twins may agree on one input by chance.

    Keep the mistakes that still agree, if any.
    """
    generator = torch.Generator().manual_seed(1)
    for _ in range(_MOST_TWINS_ASKED):
        made = tried.again(*(_other(a, generator) for a in tried.arguments)) if tried.again is not None else None
        if made is None:
            return found
        kept = {
            name: match
            for name, match in found.items()
            if not isinstance(match[0].symptom, Twin) or match[0].symptom.agrees(made)
        }
        found = kept or found
    return found


def _other(argument: Any, generator: torch.Generator) -> Any:
    """Return positive numbers of all sizes for a tensor of floats, and any other argument unchanged."""
    if not isinstance(argument, torch.Tensor) or not argument.is_floating_point():
        return argument
    return torch.randn(argument.shape, generator=generator, dtype=argument.dtype).exp()


def _several(misconceptions: Sequence[Misconception], catalogue: Catalogue) -> Diagnosis | None:
    """Return a diagnosis that names only the subjects of several mistakes, or None if an author gave no subject."""
    subjects = dict.fromkeys(misconception.about for misconception in misconceptions)
    if "" in subjects:
        return None
    shared: list[Note] = [catalogue.note(about) for about in subjects]
    values: dict[str, Value] = {"subjects": listed((note.phrase for note in shared), "semicolon")}
    return Diagnosis(misconception=SEVERAL, message=catalogue.render(SEVERAL, values), values=values, shared=shared)
