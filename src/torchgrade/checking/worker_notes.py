"""Notes of the worker beside its answers, as notes of an exercise's result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from torchgrade.checking.unavailable import unavailable
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Phrase, Value, listed, phrase
from torchgrade.model.places import place
from torchgrade.model.results import Note
from torchgrade.model.showable import show, show_name
from torchgrade.protocol.messages import Loaded, Noted

_ACCOMMODATED = frozenset({"workers", "device", "threads", "compile", "display", "figure", "command"})
_MOST_SKIPPED = 20
_MOST_NAMES = 20
_MOST_PLACES = 5
_NO_MODULE = re.compile(r"No module named '(\w+)")


def worker_notes(
    loaded: Loaded | None,
    later: Iterable[Noted],
    catalogue: Catalogue,
    *,
    frameworks: Collection[str] = (),
    text: str = "",
) -> list[Note]:
    """Return notes of what the worker skipped, filled in or replaced.

    :param later: notes of the worker while the visible checks ran.
    :param frameworks: modules of other frameworks. A note of the submission names them, so the notes here do not.
    :param text: code of the student that ran. A given name that it never mentions was not needed.
    """
    if loaded is None:
        return []
    skipped = [noted for noted in loaded.notes if noted.reason not in _ACCOMMODATED and not _is_of(noted, frameworks)]
    notes = [_skipped(noted, catalogue) for noted in skipped[:_MOST_SKIPPED]]
    # An attribute of any other object, such as ``self.accuracy``, is the student's own.
    mentioned = {*re.findall(r"(?<![\w.])(?:d2l\.)?(\w+)", text)}
    shown = [show_name(name) for name in loaded.given if name.isidentifier() and name in mentioned][:_MOST_NAMES]
    if shown:
        notes.append(catalogue.note("load.given", names=listed(shown)))
    return [*notes, *_accommodated([*loaded.notes, *later], catalogue)]


def _is_of(noted: Noted, frameworks: Collection[str]) -> bool:
    missing = _NO_MODULE.match(noted.message)
    return missing is not None and missing[1] in frameworks


def _place(noted: Noted) -> Phrase:
    return place(show_name(noted.file), noted.line)


def _skipped(noted: Noted, catalogue: Catalogue) -> Note:
    values: dict[str, Value] = {
        "place": _place(noted),
        "type": show(noted.type, limit=100),
        "message": show(noted.message, limit=300),
    }
    if noted.reason in ("slow", "decorator", "bare"):
        return catalogue.note(f"load.{noted.reason}", **values)
    missing = unavailable(noted)
    if missing is not None:
        return catalogue.note("load.unavailable", reason=phrase(missing, **values))
    return catalogue.note("load.failed", **values)


def _accommodated(noted: Iterable[Noted], catalogue: Catalogue) -> list[Note]:
    """Return one note for each kind of replacement, with its first places."""
    places: dict[str, dict[tuple[str, int], Phrase]] = {}
    for one in noted:
        if one.reason in _ACCOMMODATED:
            places.setdefault(one.reason, {})[one.file, one.line] = _place(one)
    return [
        catalogue.note(f"accommodated.{reason}", place=listed(list(found.values())[:_MOST_PLACES], "semicolon"))
        for reason, found in places.items()
    ]
