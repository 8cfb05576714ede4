"""Which words read alike: to point a person at a misspelt name, never to decide anything."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

_TRIED = 12
"""Rows that share the most signs; only these are compared letter by letter."""
_SHARED = 1000
"""Rows that are counted for one question, unless the first sign that is shared has more."""
_LENGTH = 60
_FAR = 0.5
"""Two words are near where at most half of the longer one would have to change."""


class Nearest:
    """Finds the row of which a word reads most like one of others."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._words = [[_plain(word) for word in row] for row in rows]
        self._holding: dict[str, set[int]] = {}
        for position, words in enumerate(self._words):
            for word in words:
                for sign in _pieces(word):
                    self._holding.setdefault(sign, set()).add(position)

    def find(self, words: Sequence[str]) -> int | None:
        """Return the position of the row that is nearest to all of some words; None where none is near.

        Each word is compared with the word of the row that is most like it, and the mean counts: a number that is near
        says little where the name beside it is another one.
        """
        asked = [text for text in map(_plain, words) if text]
        shared: Counter[int] = Counter()
        pieces = {piece for word in asked for piece in _pieces(word) if piece in self._holding}
        # The rarest first: a number begins like all the others, and a class of thousands must not cost seconds.
        left = _SHARED
        for piece in sorted(pieces, key=lambda piece: (len(self._holding[piece]), piece)):
            left -= len(self._holding[piece])
            if left < 0 and shared:
                break
            shared.update(self._holding[piece])
        best, found = _FAR, None
        # Among equals the first row, so that a run repeats.
        for position, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_TRIED]:
            distance = sum(min(_share(word, other) for other in self._words[position]) for word in asked) / len(asked)
            if distance < best or (found is None and distance == best):
                best, found = distance, position
        return found


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
