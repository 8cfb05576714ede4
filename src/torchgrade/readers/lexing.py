"""Whether a line of text that Python cannot parse begins inside a string or a bracket."""

from __future__ import annotations

import re

# A string that ends on its line is one token; possessive, so that the time stays linear.
_TOKEN = re.compile(
    r'"""|\'\'\'|"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\'|["\'#()\[\]{}]',
)
_ENDS = {quote: re.compile(r"\\.|" + quote) for quote in ('"""', "'''", '"', "'")}


class LineLexer:
    """Takes in the lines of a file one by one and knows where the next one stands."""

    def __init__(self) -> None:
        self.quote = ""
        self.depth = 0
        self.joined = False

    @property
    def fresh(self) -> bool:
        """Whether a statement can begin with the next line."""
        return not self.quote and not self.depth and not self.joined

    def feed(self, line: str) -> int:
        """Take in one line and return where its code ends: at a comment, or at its end."""
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
                # A string that its line does not end: the rest of the line belongs to it.
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
