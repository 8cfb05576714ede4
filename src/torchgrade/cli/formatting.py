"""Layout of a help page: lines wrapped by the cells of a terminal, colons of the language."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from gettext import gettext

import click

from torchgrade.cli.wrapping import cells, wrap

_RAW = "\b"
"""Line by which click marks a paragraph whose lines stay as they are."""
_LEAST = 20
"""Least width of a text beside its label."""


class HelpFormatter(click.HelpFormatter):
    """Formatter of click that knows the width of Chinese characters and breaks a line between them."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line, with its next lines under the first argument."""
        label = _spaced(gettext("Usage:")) if prefix is None else prefix
        head = f"{'':>{self.current_indent}}{label}{prog} "
        self._write_beside(head, wrap(args, max(self.width - cells(head), _LEAST)), cells(head))

    def write_heading(self, heading: str) -> None:
        """Write a heading with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{heading}{'：' if _is_wide(heading) else ':'}\n")

    def write_text(self, text: str) -> None:
        """Write the paragraphs of a text."""
        paragraphs = [
            "\n".join(f"{'':>{self.current_indent}}{row}".rstrip() for row in rows)
            for rows in _paragraphs(text, self.width - self.current_indent)
        ]
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with their texts in a second column; a term that is too wide is on its own line."""
        pairs = list(rows)
        column = min(max((cells(term) for term, _ in pairs), default=0), col_max) + col_spacing
        margin = self.current_indent + column
        for term, text in pairs:
            lines = [row for rows in _paragraphs(text, max(self.width - margin, _LEAST)) for row in rows]
            head = f"{'':>{self.current_indent}}{term}"
            if lines and cells(term) > column - col_spacing:
                self.write(f"{head}\n")
                head = ""
            self._write_beside(head + " " * (margin - cells(head)), lines, margin)

    def _write_beside(self, head: str, rows: list[str], margin: int) -> None:
        """Write a head and lines beside it, in a column after ``margin``."""
        first, *rest = rows or [""]
        self.write(f"{head}{first}".rstrip() + "\n")
        for row in rest:
            self.write(f"{'':>{margin}}{row}\n")


class HelpContext(click.Context):
    """Context whose help pages use :class:`HelpFormatter`."""

    formatter_class = HelpFormatter


def _paragraphs(text: str, width: int) -> Iterator[list[str]]:
    """Yield the lines of each paragraph; an empty line separates two of them."""
    for block in inspect.cleandoc(text).split("\n\n"):
        first, _, rest = block.strip("\n").partition("\n")
        yield rest.split("\n") if first.strip(" ") == _RAW else wrap(block, width)


def _spaced(label: str) -> str:
    """Return a label with a blank after it; a full-width colon includes its own."""
    return label if _is_wide(label) else f"{label} "


def _is_wide(text: str) -> bool:
    return cells(text[-1:]) == 2
