"""Detection of lines that begin inside a string or a bracket, in text that Python cannot parse."""

from __future__ import annotations

import re

# A string that ends on its line is one token. The pattern is possessive because the time must stay linear.
_TOKEN = re.compile(
    r'"""|\'\'\'|"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\'|["\'#()\[\]{}]',
)
_ENDS = {quote: re.compile(r"\\.|" + quote) for quote in ('"""', "'''", '"', "'")}


class LineLexer:
    """Lexer that reads the lines of a file one by one and tracks open strings and brackets."""

    def __init__(self) -> None:
        self.quote = ""
        self.depth = 0
        self.joined = False

    @property
    def fresh(self) -> bool:
        """True if a statement can begin on the next line."""
        return not self.quote and not self.depth and not self.joined

    def feed(self, line: str) -> int:
        """Read one line and return the end of its code: a comment's start or the line's end."""
        self.joined = False
        at = self._close(line, 0) if self.quote else 0
        while not self.quote and (match := _TOKEN.search(line, at)):
            sign, at = match[0], match.end()
            if sign == "#":
                return match.start()
            if sign in ('"""', "'''"):
                self.quote = sign
                at = self._close(line, at)
            elif sign in ('"', "'"):
                # The string does not end on its line, so it contains the rest of the line.
                self.quote = sign if line.endswith("\\") else ""
                return len(line)
            elif sign in "([{":
                self.depth += 1
            elif sign in ")]}":
                self.depth = max(0, self.depth - 1)
        self.joined = not self.quote and line.endswith("\\")
        return len(line)

    def _close(self, line: str, at: int) -> int:
        for match in _ENDS[self.quote].finditer(line, at):
            if match[0] == self.quote:
                self.quote = ""
                return match.end()
        if len(self.quote) == 1 and not line.endswith("\\"):
            self.quote = ""
        return len(line)
