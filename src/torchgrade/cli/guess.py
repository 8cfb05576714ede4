"""Guess of the name that the user probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from torchgrade.errors import UsageError
from torchgrade.model.phrases import Value, listed, phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar to the typed name, or None if there is none."""
    # Import this here, because only an error needs it, and help must be fast.
    import difflib

    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), None)


def require_known(name: str, known: Sequence[str], what: str) -> None:
    """Raise :class:`UsageError` if a name is not known; ``what`` is an entry of ``[error.what]``."""
    if name in known:
        return
    guess = closest(name, known)
    hint = phrase("error.guess", name=guess) if guess else ""
    available = listed(known) if known else phrase("error.none")
    values: dict[str, Value] = {
        "what": phrase(f"error.what.{what}"),
        "name": show_name(name),
        "guess": hint,
        "known": available,
    }
    raise UsageError(told("error.unknown", **values))
