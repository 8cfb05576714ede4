"""Modules that a notebook writes with ``%%writefile``: they lie beside it as if they had been submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from torchgrade.submissions.magics import Written

_MOST = 100
"""Modules of one file: each takes the memory of the whole file."""


class Modules:
    """The modules that one file writes, found out while it is read."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, list[str]]] = {}

    def add(self, parts: Iterable[Written], label: str, count: int) -> None:
        """Add what one cell writes.

        :param label: of the cell.
        :param count: number of its lines.
        """
        for part in parts:
            if not part.file.endswith(".py") or (part.file not in self._texts and len(self._texts) >= _MOST):
                continue
            if not part.appends:
                self._texts[part.file] = {}
            lines = self._texts.setdefault(part.file, {}).setdefault(label, [""] * count)
            lines[part.first : part.first + len(part.lines)] = part.lines

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield the file of each module and its text by label of the cells."""
        for file, texts in self._texts.items():
            yield file, {label: "\n".join(lines) for label, lines in texts.items()}


def merged(text: str, other: str) -> str:
    """Return the lines of both texts, which use different lines of one cell."""
    pairs = zip(text.split("\n"), other.split("\n"), strict=False)
    return "\n".join(after if after.strip() else before for before, after in pairs)
