"""Names that a class agreed on: ``学号_姓名.py``, ``学号-姓名-作业.zip``, ``姓名学号``; the id is the whole name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.archives import is_archive
from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Text, is_most
from torchgrade.deliveries.rosters.numbers import is_date
from torchgrade.model.people import Person

_NUMBER = r"(?<![0-9A-Za-z])(?P<number>[A-Za-z]{0,3}[0-9]{6,20})(?![0-9A-Za-z])"
_HAN = r"\u3400-\u9fff"
_NAME = rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,8}}(?:·[{_HAN}]{{1,8}})*)(?![{_HAN}])"
_GAP = r"[ _\-\u2013\u2014\uff0d+.,\u3001\uff0c()\uff08\uff09\[\]\u3010\u3011]{0,3}"
_ANY_NUMBER = re.compile(_NUMBER)
_NUMBER_FIRST = re.compile(_NUMBER + _GAP + _NAME)
_NAME_FIRST = re.compile(_NAME + _GAP + _NUMBER)


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names contain the number of a student."""
    return is_most(sum(person_in(stem_of(entry)) is not None for entry in entries), entries)


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; a name without a number is a submission too, with its whole name."""
    return [_claim(stem_of(entry)) for entry in entries]


def _claim(stem: str) -> Claim:
    person = person_in(stem)
    return Claim(student=stem, is_alone=True, people=(person,) if person is not None else ())


def person_in(stem: str) -> Person | None:
    """Return the number in a name, and the Chinese name beside it; return None unless there is exactly one number.

    A date beside the number does not count as a number.
    """
    if len({number for number in _ANY_NUMBER.findall(stem) if not is_date(number)}) > 1:
        return None
    match = _NUMBER_FIRST.search(stem) or _NAME_FIRST.search(stem)
    if match is not None:
        return Person(name=match["name"], number=match["number"])
    numbers = _ANY_NUMBER.findall(stem)
    return Person(number=numbers[0]) if len(numbers) == 1 else None


def stem_of(entry: Entry) -> str:
    """Return the name of a file or an archive without its suffix, or the whole name of a folder."""
    if entry.is_folder and not is_archive(entry.name):
        return entry.name
    return entry.name.rpartition(".")[0] or entry.name
