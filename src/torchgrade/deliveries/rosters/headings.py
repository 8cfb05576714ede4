"""Headings of the columns of a class list, as course systems and teachers write them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence

from torchgrade.deliveries.rosters.words import words_known

MOST_COLUMNS = 200
"""Maximum number of examined columns of a row."""

Columns = Mapping[str, tuple[int, ...]]
"""Positions of the columns of each kind; the first one with a text counts."""

_OF_ONE_PART = frozenset({"name", "nom", "nombre", "nome", "naam", "navn", "namn", "名字"})
"""Words for a full name that mean one part of it if another column contains the other part."""
_MAY_COUNT = frozenset({
    "number", "codigo", "ra", "dni", "nie", "nif", "dninie", "dninif", "dnipasaporte", "documento", "cedula",
    "numerodedocumento", "ndedocumento", "cpf",
})  # fmt: skip
"""Words for a student's number that mean a line number or something similar beside a clearer heading."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_OF_CLASSROOM = frozenset({"githubusername"})
"""Headings that make ``identifier`` the key of the teacher's own list."""


def _fold(text: str) -> str:
    """Return a heading without case, accents, spaces and punctuation."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in parts if sign.isalnum())


@functools.cache
def _kinds() -> dict[str, str]:
    """Return the kind of column for each known heading."""
    kinds = words_known()["headings"].items()
    return {_fold(word): kind for kind, words in kinds for word in re.split(r"[;\n]", words) if word.strip()}


def find_columns(headings: Sequence[str]) -> Columns | None:
    """Return the columns that a row of headings names, or None if no heading identifies a student."""
    folded = [_fold(heading) for heading in headings[:MOST_COLUMNS]]
    # Remove notes in brackets, because headings may end with (required) or （必填）.
    short = [_fold(re.sub(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）", "", heading)) for heading in headings[:MOST_COLUMNS]]
    known = _kinds()
    kinds = [
        known.get(one) or known.get(other) or _of_two_languages(heading)
        for one, other, heading in zip(folded, short, headings, strict=False)
    ]
    if _OF_CLASSROOM & set(folded):
        kinds = ["number" if word == "identifier" else kind for word, kind in zip(folded, kinds, strict=True)]
    parts = {"last", "first"} & set(kinds)
    if len(parts) == 1:
        # `Nom` beside `Prénom` is the surname, `Nombre` beside `Apellidos` is not.
        (other,) = {"last", "first"} - parts
        kinds = [other if word in _OF_ONE_PART else kind for word, kind in zip(folded, kinds, strict=True)]
    if any(kind == "number" and word not in _MAY_COUNT for word, kind in zip(folded, kinds, strict=True)):
        kinds = [None if word in _MAY_COUNT else kind for word, kind in zip(folded, kinds, strict=True)]
    found: dict[str, tuple[int, ...]] = {}
    for position, kind in enumerate(kinds):
        if kind is not None:
            found[kind] = (*found.get(kind, ()), position)
    if found.keys() & {"number", "name", "login", "email", "lms"} or {"last", "first"} <= found.keys():
        return found
    return None


def _of_two_languages(heading: str) -> str | None:
    """Return the kind of a heading such as ``学号 Student ID`` or ``Matrikelnummer / Student ID``."""
    for parts in (re.split(r"[/\n|]", heading), [re.sub(r"[^\u3400-\u9fff]", "", heading), _HAN.sub("", heading)]):
        kinds = {_kinds().get(_fold(part)) for part in parts}
        if len(parts) > 1 and len(kinds) == 1:
            return kinds.pop()
    return None


def count_known(headings: Sequence[str], *, foreign: bool = False) -> int:
    """Return the number of known headings; with ``foreign``, count only those with a letter outside ASCII."""
    known = _kinds()
    headings = [one for one in headings[:MOST_COLUMNS] if not (foreign and one.isascii())]
    return sum(_fold(one) in known or _of_two_languages(one) is not None for one in headings)
