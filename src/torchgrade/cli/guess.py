"""Guess of the name that the user probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from torchgrade.errors import UsageError
from torchgrade.model.showable import show_name


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar to the typed name, or None if there is none."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), None)


def require_known(name: str, known: Sequence[str], what: str) -> None:
    """Raise :class:`UsageError` if a name is not known; ``what`` is the kind of name."""
    if name in known:
        return
    guess = closest(name, known)
    hint = f" Did you mean {guess}?" if guess else ""
    raise UsageError(f"There is no {what} {show_name(name)}.{hint} Available: {', '.join(known) or 'none'}.")
