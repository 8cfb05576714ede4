"""Decoding of the bytes of a file to text with line feeds only."""

from __future__ import annotations

import codecs
import re

from torchgrade.readers.cells import UnreadableError

# UTF-32 is first because its little-endian mark begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"%PDF-",
    b"\x7fELF",
    b"\x1f\x8b",
    b"\xff\xd8\xff",
    b"Rar!",
)
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#|$)")
# Only these families are accepted, because codecs such as punycode take quadratic time, and others decompress.
_FAMILIES = re.compile(r"(?:utf-?(?:8|16|32)|ascii|latin|iso|cp\d|gb|big5|shift_jis|euc_|koi8|mac|johab|tis)", re.ASCII)
_CONTROLS = frozenset(map(chr, [*range(1, 7), *range(14, 26), *range(28, 32), 127]))
_MOST_CONTROLS = 0.02
_FEW = 4
_LOOKED_AT = 1 << 16
_MOSTLY = 0.5


def declared(data: bytes) -> str | None:
    """Return the encoding that a comment in the first two lines names (PEP 263), or None."""
    lines = re.split(rb"\r\n|\r|\n", data[:4096], maxsplit=2)[:2]
    for line in lines:
        match = _COOKIE.match(line)
        if match:
            try:
                codec = codecs.lookup(match[1][:40].decode("ascii", "replace"))
            except (LookupError, ValueError):
                return None
            return codec.name if _FAMILIES.match(codec.name) else None
        if not _BLANK.match(line):
            return None
    return None


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    for encoding in filter(None, (_unmarked(data), declared(data), "utf-8", "gb18030")):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    # Use latin-1, because code is ASCII: a comment in a rare encoding then only makes the comment unreadable.
    return data.decode("latin-1")


def _unmarked(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without a mark, or None.

    Code is mostly ASCII, so in UTF-16 almost every other byte is null.
    """
    nulls = (data[:_LOOKED_AT:2].count(0), data[1:_LOOKED_AT:2].count(0))
    if len(data) % 2 or max(nulls) * 2 < len(data[:_LOOKED_AT]) * _MOSTLY or min(nulls) > max(nulls) * _MOST_CONTROLS:
        return None
    return "utf-16-be" if nulls[0] > nulls[1] else "utf-16-le"


def _is_binary(text: str) -> bool:
    sample = text[:65536]
    return sum(char in _CONTROLS for char in sample) > max(_FEW, _MOST_CONTROLS * len(sample))


def normal(text: str) -> str:
    """Return text with line feeds only and without lone surrogates, because lone surrogates cannot be stored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def decode(data: bytes) -> str:
    """Decode the bytes of a submitted file as text.

    The order is: a byte order mark, the nulls of UTF-16 without a mark, a PEP 263 comment, UTF-8, GB18030.

    Raise ``UnreadableError`` if the file is empty, is not text, or contains null bytes.
    """
    if data.startswith(_SIGNATURES):
        raise UnreadableError("read.binary")
    # Remove null bytes at the end, because a broken disk or an editor pads files with them.
    text = _text(data).rstrip("\0")
    if not text.strip():
        raise UnreadableError("read.empty")
    if _is_binary(text):
        raise UnreadableError("read.binary")
    if "\0" in text:
        raise UnreadableError("read.null_bytes")
    return normal(text)
