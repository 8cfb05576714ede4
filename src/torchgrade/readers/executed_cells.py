"""Reader of cells that were executed in a running session and are not in a file."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from torchgrade.readers.cells import CODE_BYTES, Cell, UnreadableError
from torchgrade.readers.decoding import normal

NAME = ""
"""Name of such cells instead of a file name. Files cannot have an empty name."""
_MOST_BYTES = CODE_BYTES * 3 // 4

_Numbered = tuple[int, str]
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[_Numbered]).decode


def claims(name: str) -> bool:
    """Return whether a name means executed cells instead of a file."""
    return name == NAME


def cells(data: bytes) -> list[Cell]:
    """Return the cells with the labels that the session shows: ``In [3]``.

    Raise ``UnreadableError`` if there are no cells.
    """
    try:
        numbered = _decode(data)
    except msgspec.DecodeError as error:
        raise UnreadableError("read.not_notebook") from error
    if not numbered:
        raise UnreadableError("read.no_code")
    return [Cell(label=f"In [{number}]", source=source) for number, source in numbered]


def pack(executed: Iterable[_Numbered]) -> bytes:
    """Return the bytes of the executed cells, in order of execution.

    If they exceed the maximum size of a file, keep only the last execution of equal cells. Then omit the oldest cells.
    """
    numbered = [(number, normal(source)) for number, source in executed if source.strip()]
    if _size(numbered) > _MOST_BYTES:
        last = {source: number for number, source in numbered}
        numbered = [(number, source) for number, source in numbered if last[source] == number]
    over = _size(numbered) - _MOST_BYTES
    first = 0
    while over > 0:
        over -= _size([numbered[first]])
        first += 1
    return _encode(numbered[first:])


def _size(numbered: Iterable[_Numbered]) -> int:
    return sum(len(source.encode("utf-8", "replace")) for _, source in numbered)
