"""Division of text that Python cannot parse into pieces that Python may be able to parse."""

from __future__ import annotations

import re

from torchgrade.readers.lexing import LineLexer

_JOINS = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")
_BEGINS = re.compile(r"(?:(?:async[ \t]+)?def|class|import|from)\b|@")


def chunks(lines: list[str], *, resync: bool = False) -> list[tuple[int, int]]:
    """Return the first line and the line behind the last of each piece, counted from 0.

    A piece begins with a line in column 0 outside brackets and strings. Decorators belong to the definition below them.
    ``else``, ``elif``, ``except`` and ``finally`` belong to the lines above them.

    Some lines can only begin a statement (``def``, ``class``, ``from``, ``import``, ``@``). With ``resync``, such a
    line begins a piece even if a bracket or string above it was never closed.
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
