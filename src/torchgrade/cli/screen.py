"""Lines of text for a person: with colours on a terminal, otherwise plain."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from torchgrade.cli.wrapping import breaks, cells, wrap

if TYPE_CHECKING:
    from rich.console import Console

Span = str | tuple[str, str]
"""Text, or text with a style for the terminal; a style never has a meaning of its own."""


WIDTH = 80
"""Most columns of a line of prose if the terminal does not wrap lines."""


class Screen:
    """Writer of lines to a stream.

    Text is never read as markup, because a submission may be called ``[red]``. NO_COLOR is respected.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._console: Console | None = None
        if self._stream.isatty():
            from rich.console import Console

            self._console = Console(file=self._stream, highlight=False, markup=False, emoji=False)

    @property
    def width(self) -> int | None:
        """Columns of the terminal; None if there is no terminal, so that lines keep their length."""
        return None if self._console is None else self._console.width

    def line(self, *spans: Span, indent: int = 0, wrap: bool = True) -> None:
        """Write one line; a terminal wraps a long line at its own indent."""
        pairs = [(span, "") if isinstance(span, str) else span for span in spans]
        if self._console is None:
            text = "".join(text for text, _ in pairs)
            margin = " " * indent
            print("\n".join(f"{margin}{row}".rstrip() for row in text.split("\n")), file=self._stream)
            return
        from rich.text import Text

        if not wrap:
            self._console.print(Text.assemble(" " * indent, *pairs), soft_wrap=True)
            return
        width = max(self._console.width - indent, 20)
        for row in Text.assemble(*pairs).split("\n", allow_blank=True):
            for part in row.divide(breaks(row.plain, width)):
                part.rstrip()
                self._console.print(Text.assemble(" " * indent, part) if part else "", soft_wrap=True)

    def entry(self, head: Span, text: str, *, indent: int = 0) -> None:
        """Write a head and a text after it, wrapped at 80 columns under its own beginning, terminal or not."""
        label, style = (head, "") if isinstance(head, str) else head
        margin = indent + cells(label)
        first, *rest = wrap(text, max(WIDTH - margin, 20)) or [""]
        self.line((label, style), first, indent=indent, wrap=False)
        for row in rest:
            self.line(row, indent=margin, wrap=False)
