"""Python's own parser, with one error class for everything that it raises."""

from __future__ import annotations

import ast
import warnings


class BrokenCodeError(Exception):
    """Error for code that the parser refuses."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        """Python's own message; empty if the code is nested too deeply for the parser."""


def parse(source: str) -> ast.Module:
    """Parse code without warnings about its content; raise ``BrokenCodeError``."""
    try:
        with warnings.catch_warnings():
            # Ignore warnings because "\d" in a string causes one, and -W error would make it a syntax error.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        raise BrokenCodeError(max(error.lineno or 1, 1), error.msg) from error
    except (RecursionError, MemoryError, SystemError, OverflowError) as error:
        # SystemError is included because CPython 3.11 raises it if building the tree exceeds the recursion limit.
        raise BrokenCodeError(1, "") from error
    except ValueError as error:
        raise BrokenCodeError(1, str(error)) from error
