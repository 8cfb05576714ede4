"""Python's own parser, with everything that it raises as one error."""

from __future__ import annotations

import ast
import warnings


class BrokenCodeError(Exception):
    """Code that the parser refuses."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        """Python's own words; empty where the code is nested too deeply for it."""


def parse(source: str) -> ast.Module:
    """Parse code without a word about what it holds; raise ``BrokenCodeError``."""
    try:
        with warnings.catch_warnings():
            # A file with "\d" in a string warns, and under -W error it would be a syntax error.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        raise BrokenCodeError(max(error.lineno or 1, 1), error.msg) from error
    except (RecursionError, MemoryError, SystemError, OverflowError) as error:
        # SystemError: CPython 3.11 raises it where building the tree hits the recursion limit.
        raise BrokenCodeError(1, "") from error
    except ValueError as error:
        raise BrokenCodeError(1, str(error)) from error
