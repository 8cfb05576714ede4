"""Description of an exception that the submission raised."""

from __future__ import annotations

import builtins
import linecache
import traceback
from collections.abc import Collection

from torchgrade.protocol.messages import Place, Raised
from torchgrade.sandbox.worker.timing import TookTooLongError, time_limit

MAX_MESSAGE = 4096
MAX_PLACES = 12
_TEXT_SECONDS = 0.5


def message_of(error: BaseException) -> str:
    """Return the text of an exception. Its ``__str__`` may be the student's and may run forever."""
    try:
        with time_limit(_TEXT_SECONDS):
            text: str = str(error)[:MAX_MESSAGE]
            return str(text.encode("utf-8", "backslashreplace").decode())
    except TookTooLongError:
        return "(its text took too long to make)"
    except BaseException:  # noqa: BLE001 - an exception in __str__ must not hide the first one
        return "(its text cannot be made)"


def builtin_base(error: BaseException) -> str:
    """Return the name of the nearest built-in class of an exception."""
    for base in type(error).__mro__:
        if getattr(builtins, base.__name__, None) is base:
            return str(base.__name__)
    return "BaseException"


def places_of(error: BaseException, own: set[str]) -> list[Place]:
    """Return the frames in the student's own text, outermost first, without the middle frames of a long list."""
    found = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if name in own:
            text = linecache.getline(name, line).strip()[:200]
            found.append(Place(file=name, line=line, function=frame.f_code.co_name[:100], text=text))
            if len(found) > MAX_PLACES:
                del found[MAX_PLACES // 2]
    return found


def modules_below(error: BaseException, own: Collection[str]) -> list[str]:
    """Return the modules of the frames below the student's last line, outermost first: these refused the call."""
    found: dict[str, None] = {}
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in own:
            found.clear()
            continue
        name = frame.f_globals.get("__name__")
        if isinstance(name, str) and len(found) < MAX_PLACES:
            found[name[:100]] = None
    return list(found)


def describe(error: BaseException, number: int, own: set[str]) -> Raised:
    """Return the reply for an exception."""
    return Raised(
        number=number,
        type=type(error).__name__[:100],
        message=message_of(error),
        places=places_of(error, own),
        builtin=builtin_base(error),
        through=modules_below(error, own),
    )
