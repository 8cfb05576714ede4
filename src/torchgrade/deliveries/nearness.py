"""Which words read alike: to point a person at a misspelt name, never to decide anything."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from torchgrade.deliveries.rosters.numbers import is_date

_TRIED = 12
"""Rows that share the most signs; only these are compared letter by letter."""
_SHARED = 1000
"""Rows that are counted for one question, unless the first sign that is shared has more."""
_LENGTH = 60
_SHORT = 4
_FAR = 0.5
"""Two words are near where at most half of the longer one would have to change."""


class Nearest:
    """Finds the row of which a word reads most like one of others."""

    def __init__(self, names: Sequence[Sequence[str]], numbers: Sequence[str]) -> None:
        """Remember the names of each row, in all their spellings, and its number."""
        self._words = [[_plain(word) for word in row] for row in names]
        self._numbers = [_plain(number) for number in numbers]
        self._holding = _index(self._words)
        self._of_numbers = _index([[number] for number in self._numbers])

    def by_name(self, words: Sequence[str]) -> int | None:
        """Return the position of the row with a name that is nearest to one of some words; None if none is near."""
        asked = [text for text in map(_plain, words) if text]
        best, found = (_FAR, 0), None
        # Of equals the first row, so that a run repeats.
        for position in _sharing(asked, self._holding):
            for word in asked:
                distance = min((_share(word, other) for other in self._words[position]), default=1.0)
                # Of two that are as near the longer word says more.
                rank = distance, -len(word)
                if distance <= _allowed(word) and (rank < best or found is None):
                    best, found = rank, position
        return found

    def by_number(self, number: str) -> int | None:
        """Return the position of the only row whose number is one sign away; None for a date, or if there are more."""
        asked = _plain(number)
        if not any(sign.isdigit() for sign in asked) or is_date(asked):
            return None
        # A number is that of a row but for one sign, or it says nothing: numbers of a class are all alike.
        near = [one for one in _sharing([asked], self._of_numbers) if edits(asked, self._numbers[one]) == 1]
        return near[0] if len(near) == 1 else None


def _index(rows: Sequence[Sequence[str]]) -> dict[str, set[int]]:
    """Return for each piece of a word the rows that have it."""
    holding: dict[str, set[int]] = {}
    for position, words in enumerate(rows):
        for word in words:
            for piece in _pieces(word):
                holding.setdefault(piece, set()).add(position)
    return holding


def _sharing(asked: Sequence[str], holding: dict[str, set[int]]) -> list[int]:
    """Return the rows that share the most pieces with some words, the first of them first."""
    shared: Counter[int] = Counter()
    pieces = {piece for word in asked for piece in _pieces(word) if piece in holding}
    # The rarest first: a number begins like all the others, and a class of thousands must not cost seconds.
    left = _SHARED
    for piece in sorted(pieces, key=lambda piece: (len(holding[piece]), piece)):
        left -= len(holding[piece])
        if left < 0 and shared:
            break
        shared.update(holding[piece])
    return [position for position, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_TRIED]]


def _allowed(word: str) -> float:
    """Return how much of a word may differ: nothing of a short one in Latin letters, which is like very many."""
    return 0.0 if len(word) < _SHORT and word.isascii() else _FAR


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken away or changed to make one word of the other."""
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        now = [row]
        for column, right in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]


def _share(one: str, other: str) -> float:
    """Return the part of the longer word that would have to change; 1 where their lengths alone are too far apart."""
    longer = max(len(one), len(other), 1)
    return 1.0 if abs(len(one) - len(other)) > _FAR * longer else edits(one, other) / longer


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKC", word).casefold()
    return "".join(sign for sign in text if sign.isalnum())[:_LENGTH]


def _pieces(word: str) -> set[str]:
    """Return pairs of signs, and single ones that are no ASCII: one of two Chinese signs may be all that is shared."""
    return {word[i : i + 2] for i in range(len(word) - 1)} | {sign for sign in word if not sign.isascii()}
