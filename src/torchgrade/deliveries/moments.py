"""Times in the names that systems write, in a form in which later times sort last."""

from __future__ import annotations

import re

_YEAR_FIRST = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?:[-_./年 ](?P<month>[0-9]{1,2})月?(?:[-_./ ]?(?P<day>[0-9]{1,2})日?"
    r"(?:[-_ T,]*(?P<hour>[0-9]{1,2})[-_:.时]?(?P<minute>[0-9]{2})(?:[-_:.分]?(?P<second>[0-9]{2}))?)?)?)?"
    r"(?:秒|[.,][0-9]{1,9})?(?:Z|[ _]?UTC|[ _]?[+-][0-9]{2}:?[0-9]{2})?"
)
_CLOCK = (
    r"(?:,?[ _]+(?:at )?(?P<hour>[0-9]{1,2}?)[:.-]?(?P<minute>[0-9]{2})(?:[:.-](?P<second>[0-9]{2}))?"
    r"(?:[ _]?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,9})\.?[ _]+(?P<day>[0-9]{1,2}),?[ _]+(?P<year>(?:19|20)[0-9]{2})" + _CLOCK
)
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})\.?[ _]+(?P<month>[^\W\d_]{3,9})\.?,?[ _]+(?P<year>(?:19|20)[0-9]{2})" + _CLOCK
)
_MONTHS = (
    ("jan", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "mrt"), ("apr", "avr", "abr"),
    ("may", "mai", "mei", "mag"), ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aoû", "aou", "ago"),
    ("sep", "set"), ("oct", "okt", "ott"), ("nov",), ("dec", "dez", "déc", "dic"),
)  # fmt: skip
"""First letters of the names of months in English and some other European languages."""
_DIGITS = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:[T_-]?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?Z?)?"
)
_NUMBER_LENGTH = 30
_DATE_LENGTH = 14


def moment(text: str) -> str:
    """Return a time, or a number that grows with it, in a sortable form.

    Return an empty string if the order is unclear. A day before a month in digits (03-05-2025) is unclear, because half
    of the world reads the month first.
    """
    text = text.strip()
    for form in (_YEAR_FIRST, _MONTH_FIRST, _DAY_FIRST, _DIGITS):
        match = form.fullmatch(text)
        if match is not None and (digits := _digits(match.groupdict())):
            return digits
    if text.isascii() and text.isdigit() and len(text) <= _NUMBER_LENGTH:
        return numbered(int(text))
    return ""


def numbered(number: int) -> str:
    """Return the number of an attempt in a sortable form that differs from the form of dates."""
    return f"n{number:0{_NUMBER_LENGTH}}"


def readable(moment: str) -> str:
    """Return a sortable time as ``2026-11-02 10:15:00``; return an empty string for a number and an unknown time."""
    if len(moment) != _DATE_LENGTH or not moment.isdigit():
        return ""
    year, month, day, hour, minute, second = moment[:4], *(moment[at : at + 2] for at in range(4, _DATE_LENGTH, 2))
    return f"{year}-{month}-{day} {hour}:{minute}:{second}"


def _digits(found: dict[str, str | None]) -> str:
    """Return year, month, day and time as fourteen digits; return an empty string if a value is impossible."""
    month = _month(found["month"] or "1")
    day, hour = int(found["day"] or 1), int(found["hour"] or 0)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    if half := found.get("half"):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if not 1 <= month <= 12 or not 1 <= day <= 31 or hour > 23 or minute > 59 or second > 60:
        return ""
    return f"{found['year']}{month:02}{day:02}{hour:02}{minute:02}{second:02}"


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    word = text.casefold()
    return next((number for number, starts in enumerate(_MONTHS, 1) if word.startswith(starts)), 0)
