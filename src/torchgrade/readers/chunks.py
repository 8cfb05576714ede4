"""Cut text that Python cannot parse into pieces that it may."""

from __future__ import annotations

import re

from torchgrade.readers.lexing import LineLexer

_JOINS = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")
_BEGINS = re.compile(r"(?:(?:async[ \t]+)?def|class|import|from)\b|@")


def chunks(lines: list[str], *, resync: bool = False) -> list[tuple[int, int]]:
    """Return the first line and the line behind the last of each piece, counted from 0.

    A piece begins with a line in column 0 that stands in no bracket and no string. Decorators go
    with what they decorate; ``else``, ``elif``, ``except`` and ``finally`` with what stands before
    them. With ``resync`` a line that begins as only a statement can (``def``, ``class``, ``from``,
    ``import``, ``@``) begins a piece even where a bracket or string before it was never closed.
    """
    lexer = LineLexer()
    starts: list[int] = []
    decorated = False
    for number, line in enumerate(lines):
        if line and line[0] not in " \t\f#":
            if resync and not lexer.fresh and _BEGINS.match(line):
                lexer = LineLexer()
            if lexer.fresh:
                if not decorated and not _JOINS.match(line):
                    starts.append(number)
                decorated = line.startswith("@")
        lexer.feed(line)
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))
