"""Similarity of words: to suggest the correct name for a misspelt one, never to decide anything."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from torchgrade.deliveries.rosters.numbers import is_date

_TRIED = 12
"""Number of rows with the most shared pieces; only these are compared letter by letter."""
_SHARED = 1000
"""Maximum number of counted rows per question, unless the first shared piece has more."""
_LENGTH = 60
_SHORT = 4
_FAR = 0.5
"""Maximum part of the longer of two similar words that may differ."""


class Nearest:
    """Search for the row with the word that is most similar to a given word."""

    def __init__(self, names: Sequence[Sequence[str]], numbers: Sequence[str]) -> None:
        """Store the names of each row, in all their spellings, and its number."""
        self._words = [[_plain(word) for word in row] for row in names]
        self._numbers = [_plain(number) for number in numbers]
        self._holding = _index(self._words)
        self._of_numbers = _index([[number] for number in self._numbers])

    def by_name(self, words: Sequence[str]) -> int | None:
        """Return the position of the row with the name nearest to some words; return None if no name is near."""
        asked = [text for text in map(_plain, words) if text]
        best, found = (_FAR, 0), None
        # Use the first of equal rows, so that a repeated run gives the same result.
        for position in _sharing(asked, self._holding):
            for word in asked:
                distance = min((_share(word, other) for other in self._words[position]), default=1.0)
                # Prefer the longer of two equally near words, because it is the more specific one.
                rank = distance, -len(word)
                if distance <= _allowed(word) and (rank < best or found is None):
                    best, found = rank, position
        return found

    def by_number(self, number: str) -> int | None:
        """Return the position of the only row whose number differs in one character.

        Return None for a date, or if several rows are near.
        """
        asked = _plain(number)
        if not any(sign.isdigit() for sign in asked) or is_date(asked):
            return None
        # Accept only one different character, because all numbers of a class are similar.
        near = [one for one in _sharing([asked], self._of_numbers) if edits(asked, self._numbers[one]) == 1]
        return near[0] if len(near) == 1 else None


def _index(rows: Sequence[Sequence[str]]) -> dict[str, set[int]]:
    """Return the rows for each piece of a word."""
    holding: dict[str, set[int]] = {}
    for position, words in enumerate(rows):
        for word in words:
            for piece in _pieces(word):
                holding.setdefault(piece, set()).add(position)
    return holding


def _sharing(asked: Sequence[str], holding: dict[str, set[int]]) -> list[int]:
    """Return the rows that share the most pieces with some words, with the best ones first."""
    shared: Counter[int] = Counter()
    pieces = {piece for word in asked for piece in _pieces(word) if piece in holding}
    # Begin with the rarest, because the first characters of all numbers are equal, and a large class must stay fast.
    left = _SHARED
    for piece in sorted(pieces, key=lambda piece: (len(holding[piece]), piece)):
        left -= len(holding[piece])
        if left < 0 and shared:
            break
        shared.update(holding[piece])
    return [position for position, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_TRIED]]


def _allowed(word: str) -> float:
    """Return the part of a word that may differ: 0 for a short Latin word, because many words are similar."""
    return 0.0 if len(word) < _SHORT and word.isascii() else _FAR


def edits(one: str, other: str) -> int:
    """Return the number of insertions, deletions and changes of letters that turn one word into the other."""
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        now = [row]
        for column, right in enumerate(other, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]


def _share(one: str, other: str) -> float:
    """Return the part of the longer word that must change; return 1 if the lengths alone differ too much."""
    longer = max(len(one), len(other), 1)
    return 1.0 if abs(len(one) - len(other)) > _FAR * longer else edits(one, other) / longer


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKC", word).casefold()
    return "".join(sign for sign in text if sign.isalnum())[:_LENGTH]


def _pieces(word: str) -> set[str]:
    """Return pairs of characters, and single characters outside ASCII.

    Two Chinese names may share only one of two characters.
    """
    return {word[i : i + 2] for i in range(len(word) - 1)} | {sign for sign in word if not sign.isascii()}
