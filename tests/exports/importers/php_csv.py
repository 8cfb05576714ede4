"""PHP's fgetcsv and Moodle's csv_import_reader, written from the rules of importers.md section 3."""

from __future__ import annotations

from collections.abc import Iterator


class RefusedError(Exception):
    """Moodle refuses the whole file and changes nothing; the text is Moodle's own id of the message."""


def fgetcsv(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a text. A backslash in quotes keeps the next character from having a meaning."""
    row, place = [], 0
    while place <= len(text):
        cell, place = _cell(text, place, delimiter)
        row.append(cell)
        if place < len(text) and text[place] == delimiter:
            place += 1
            continue
        if row != [""]:
            yield row
        row = []
        if place >= len(text):
            return
        place += 1


def _cell(text: str, place: int, delimiter: str) -> tuple[str, int]:
    made = ""
    start = place
    while text[place : place + 1] in {" ", "\t"} and text[place] != delimiter:
        place += 1
    if text[place : place + 1] != '"':
        place = start
    else:
        place += 1
        while place < len(text):
            if text[place] == "\\":
                made += text[place : place + 2]
                place += 2
            elif text[place : place + 2] == '""':
                made += '"'
                place += 2
            elif text[place] == '"':
                place += 1
                break
            else:
                made += text[place]
                place += 1
    while place < len(text) and text[place] not in {delimiter, "\n"}:
        made += text[place]
        place += 1
    return made, place


def read(data: bytes, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    """Return the rows of a file with its heading.

    :raises RefusedError: the file is empty, or a row has another number of cells than the heading.
    """
    text = data.decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip(" \n\r\0\x0b") if delimiter == "\t" else text.strip(" \n\r\t\0\x0b")
    rows = list(fgetcsv(text, delimiter))
    if not rows:
        raise RefusedError("csvemptyfile")
    if any(len(row) != len(rows[0]) for row in rows):
        raise RefusedError("csvweirdcolumns")
    return rows


def fputcsv(rows: list[list[str]], delimiter: str = ",") -> str:
    """Return rows as PHP writes them, without an escape: cells with a sign that needs quotes get them."""
    signs = (delimiter, '"', "\\", "\n", "\r", "\t", " ")

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in signs) else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in rows)


def unformat_float(text: str, decimal: str) -> str:
    """Return a number with a decimal point in the language of the user."""
    return text.replace(" ", "").replace("\u00a0", "").replace(decimal, ".")
