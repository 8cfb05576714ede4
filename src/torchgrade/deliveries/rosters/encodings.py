"""Encoding of a class list, chosen by its names and by the names of the files in the class."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from torchgrade.deliveries.rosters.alphabets import POSSIBLE, quality
from torchgrade.deliveries.rosters.headings import count_known
from torchgrade.deliveries.rosters.names import plain
from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.tables import Table, read_table
from torchgrade.model.phrases import Phrase, Value, Words, listed, phrase

_CANDIDATES = (
    "cp1252", "gb18030", "cp950", "cp949", "cp932", "euc_jp", "cp1250", "cp1251", "iso8859_15", "iso8859_2", "cp1254",
    "cp1257", "cp1253", "mac_roman", "cp850", "cp852", "cp437", "koi8_u", "cp866", "cp1255", "cp1256", "cp874",
)  # fmt: skip
_LABELS = {
    "gb18030": "GBK", "cp950": "Big5", "cp949": "EUC-KR", "cp932": "Shift-JIS", "euc_jp": "EUC-JP",
    "iso8859_15": "ISO-8859-15", "iso8859_2": "ISO-8859-2", "mac_roman": "Mac Roman", "koi8_u": "KOI8",
    "utf_16_le": "UTF-16", "utf_16_be": "UTF-16", "utf_16": "UTF-16", "utf_32": "UTF-32", "utf_8": "UTF-8",
    "iso2022_jp": "ISO-2022-JP", "iso2022_kr": "ISO-2022-KR", "hz": "HZ",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf_32"),
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
_SAMPLE = 50_000
"""Number of characters of a list that determine its encoding."""
_WORD = re.compile(r"[^\W\d_]+")
_MARGIN = 0.25
"""Minimum difference in mean plausibility to another decoding with different names."""
_MOST_TOLD = 4
_USUAL = "cp1252"
"""Default encoding if the choice is open; the message then also names the other one."""


class Decoded(Struct, frozen=True, kw_only=True):
    """A list as text."""

    text: str
    """Whole text of the list."""
    encoding: Words
    """Usual name of its encoding; empty for UTF-8."""
    why: str = ""
    """Id of the catalogue entry with the reason for the encoding."""
    values: dict[str, Value] = {}
    """Further fields of that entry."""


class _Reading(Struct, frozen=True, kw_only=True):
    encoding: str
    text: str
    table: Table
    hits: int
    headings: int
    quality: float

    @property
    def rank(self) -> tuple[int, int, float]:
        return self.hits, self.headings, self.quality


def decode(data: bytes, file_names: Callable[[], Sequence[str]], wanted: str | None = None) -> Decoded:
    """Return a list as text.

    :param file_names: returns the names of files and folders in the class; called only if they matter.
    :param wanted: encoding that the user of the command named.
    :raises RosterError: the bytes are not text, or several encodings are equally plausible with different names.
    """
    if wanted is not None:
        return _as_told(data, wanted)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if (text := _text(data, encoding)) is None:
                raise RosterError("roster.no_text")
            return Decoded(text=text, encoding=label(encoding), why="roster.encoding_mark")
    if b"\0" not in data and b"\x1b$" not in data and not data.startswith(b"~{"):
        if (repaired := _saved_twice(data)) is not None:
            return repaired
        if (text := _text(data, "utf-8-sig")) is not None:
            return Decoded(text=text, encoding="")
    chosen = _choose(list(_readings(data, file_names())))
    if b"\0" not in data and (line := _line_of_utf_8(data, chosen.text)):
        raise RosterError("roster.encodings_mixed", sample=line)
    return chosen


def _line_of_utf_8(data: bytes, text: str) -> str:
    """Return a line that is plausible only in UTF-8 although other lines are not UTF-8, or an empty string."""
    for raw, read in zip(data.split(b"\n"), text.split("\n"), strict=False):
        line = None if raw.isascii() else _text(raw, "utf-8-sig")
        if line is not None and quality(iter([line])) > quality(iter([read])):
            return line.strip()
    return ""


def _saved_twice(data: bytes) -> Decoded | None:
    """Return a list that was UTF-8, was opened in another encoding and saved as UTF-8 again; otherwise None."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.isascii():
        return None
    for encoding in ("cp1252", "gb18030", "mac_roman"):
        try:
            # Encode the controls as Latin-1, because Windows-1252 has no characters for these bytes.
            signs = {sign: sign.encode("latin-1" if "\x80" <= sign <= "\x9f" else encoding) for sign in set(text)}
            repaired = b"".join(map(signs.__getitem__, text)).decode()
        except UnicodeError:
            continue
        if quality(iter([repaired])) > quality(iter([text])) + _MARGIN:
            return Decoded(text=repaired, encoding=label(encoding), why="roster.encoding_twice")
    return None


def label(encoding: str) -> Words:
    """Return the usual name of an encoding: ``Windows-1252``, ``GBK``."""
    usual = _LABELS.get(encoding) or encoding.replace("cp125", "Windows-125").replace("_", "-")
    return phrase("roster.code_page", number=usual.removeprefix("cp")) if usual.startswith("cp") else usual


def _as_told(data: bytes, wanted: str) -> Decoded:
    try:
        # Decode the bytes, because this also refuses Python's codecs that do not make text, such as zip.
        text = data.decode(wanted)
        encoding = label(codecs.lookup(wanted).name.replace("-", "_"))
    except LookupError:
        raise RosterError("roster.encoding_unknown", encoding=wanted) from None
    except ValueError as error:
        raise RosterError("roster.encoding_not", encoding=wanted) from error
    if "\0" in text:
        raise RosterError("roster.encoding_not", encoding=wanted)
    text = text.removeprefix("\ufeff")
    if isinstance(encoding, str) and encoding.casefold().startswith("utf-8"):
        return Decoded(text=text, encoding="")
    return Decoded(text=text, encoding=encoding, why="roster.encoding_told")


def _text(data: bytes, encoding: str) -> str | None:
    """Return bytes as text; return None if the encoding does not fit, or the text contains control characters."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if any(_is_control(sign) for sign in set(text)) else text


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Co", "Cn", "Cs"} and sign not in "\t\r\n\x0b\x0c\x1a"


def _readings(data: bytes, file_names: Sequence[str]) -> Iterator[_Reading]:
    known = " ".join(map(plain, file_names))
    for encoding in _possible(data):
        text = _text(data, encoding)
        table = None if text is None else _table(text)
        if text is None or table is None:
            continue
        cells = list(table.identities())
        if all(cell.isascii() for cell in cells):
            cells = [cell for row in table.rows for cell in row]
        words = {word for cell in cells for word in _WORD.findall(plain(cell)) if not word.isascii() and len(word) > 1}
        yield _Reading(
            encoding=encoding,
            text=text,
            table=table,
            hits=sum(word in known for word in words),
            headings=count_known(table.headings, foreign=True),
            quality=quality(iter(cells)),
        )


def _possible(data: bytes) -> tuple[str, ...]:
    if b"\0" in data:
        return ("utf_16_le", "utf_16_be")
    if b"\x1b$" in data or data.startswith(b"~{"):
        return ("iso2022_jp", "iso2022_kr", "hz")
    return _CANDIDATES


def _table(text: str) -> Table | None:
    end = text.rfind("\n", 0, _SAMPLE) + 1 if len(text) > _SAMPLE else len(text)
    try:
        return read_table(text[:end] or text[:_SAMPLE])
    except RosterError:
        return None


def _choose(readings: Sequence[_Reading]) -> Decoded:
    # Require another reason for letters that are merely possible.
    plausible = [one for one in readings if one.quality > POSSIBLE - bool(one.hits or one.headings)]
    if not plausible:
        raise RosterError("roster.no_encoding")
    # Use the first of equals, because the candidates are sorted by how usual they are.
    best = max(plausible, key=lambda one: one.rank)
    rivals = [(one, pairs) for one in plausible if (pairs := _differences(one, best)) and _is_as_good(one, best, pairs)]
    if rivals:
        rivals.sort(key=lambda one: -quality(iter(mine for mine, _ in one[1])))
        texts = {pairs[0][0]: one for one, pairs in reversed(rivals)}
        others = [_sample(one.encoding, text) for text, one in reversed(texts.items())][:_MOST_TOLD]
        ours = _sample(best.encoding, rivals[0][1][0][1])
        if best.encoding != _USUAL:
            samples = listed([ours, *others], "semicolon")
            raise RosterError("roster.encodings", samples=samples, encoding=best.encoding)
        values: dict[str, Value] = {"others": listed(others, "semicolon"), "option": rivals[0][0].encoding}
        return Decoded(text=best.text, encoding=ours, why="roster.encoding_usual", values=values)
    why = "letters"
    if best.hits:
        why = "files"
    elif best.headings:
        why = "headings"
    return Decoded(text=best.text, encoding=label(best.encoding), why=f"roster.encoding_{why}")


def _sample(encoding: str, text: str) -> Phrase:
    return phrase("roster.sample", encoding=label(encoding), text=text)


def _differences(one: _Reading, best: _Reading) -> list[tuple[str, str]]:
    """Return the cells that identify students and differ between the readings, in both forms."""
    pairs = zip(one.table.identities(), best.table.identities(), strict=False)
    return [(mine, theirs) for mine, theirs in pairs if mine != theirs]


def _is_as_good(one: _Reading, best: _Reading, pairs: Sequence[tuple[str, str]]) -> bool:
    if (one.hits, one.headings) != (best.hits, best.headings):
        return False
    return quality(mine for mine, _ in pairs) > quality(theirs for _, theirs in pairs) - _MARGIN
