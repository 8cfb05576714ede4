"""Plausibility of words as parts of names, which shows the right decoding of a list."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from torchgrade.deliveries.rosters.words import words_known

LIKELY, POSSIBLE, NONSENSE = 2.0, 1.0, -1.0
_BETWEEN = 1.5
_WORD = re.compile(r"[\w'’.\-·・]*[^\x00-\x7f][\w'’.\-·・]*|[^\x00-\x7f\w\s]+")
_SIGNS = frozenset("'’.-·・_0123456789")
_SCRIPTS = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI", "HANGUL", "CJK", "ARMENIAN", "GEORGIAN"}
)
_KANA = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"})
_VOWELS = frozenset("aeiouyøæœıаеиоуыэюяієαεηιουω")
_CASES = re.compile("l+|ul*|u+")
_UNSAID = re.compile("(?=[cC]{3})c{0,2}C|(?=[vV]{3})v{0,2}V")
"""Three consonants or vowels together, at least one of them outside ASCII."""
_SIGMA = re.compile("ς(?=.)|σ$")
_AFTER_N = re.compile("ñ[^aeiouáéíóú]|ñ$|ń[aeiou]")
"""In Spanish a vowel follows, but not in Polish. This distinguishes Peña from Peńa, and Zieliński from Zieliñski."""


def quality(texts: Iterator[str]) -> float:
    """Return the mean plausibility of all words with a character outside ASCII, at most 2; 2 without such words."""
    scores = [plausibility(word) for text in texts for word in _WORD.findall(text)]
    return sum(scores) / len(scores) if scores else LIKELY


@functools.lru_cache(maxsize=20_000)
def plausibility(word: str) -> float:
    """Return whether a word is likely, possible or nonsense as a part of a name in some language."""
    letters = [sign for sign in unicodedata.normalize("NFC", word) if sign not in _SIGNS]
    scripts = {_script(sign) for sign in letters}
    if not letters or "" in scripts or unicodedata.category(letters[0])[0] == "M":
        return NONSENSE
    if scripts in ({"KANA"}, {"KANA", "CJK"}):
        return LIKELY
    return _of_script(letters, scripts.pop()) if len(scripts) == 1 else NONSENSE


def _of_script(letters: Sequence[str], script: str) -> float:
    if script == "LATIN":
        return _latin(letters)
    if script in {"CYRILLIC", "GREEK"}:
        return _with_cases(letters, words_known()["alphabets"][script.lower()])
    if script in {"HANGUL", "CJK"}:
        is_name = letters[0] in _surnames() and len(letters) in {2, 3, 4}
        return LIKELY if is_name else POSSIBLE
    # Return only POSSIBLE for half-width letters, because their encodings have a letter for almost every byte.
    return POSSIBLE if script == "HALFWIDTH" else _BETWEEN


def _latin(letters: Sequence[str]) -> float:
    if any(left.islower() and right.isupper() and not right.isascii() for left, right in itertools.pairwise(letters)):
        return NONSENSE
    small = {sign.lower()[0] for sign in letters if not sign.isascii()}
    word = "".join(letters).lower()
    if _AFTER_N.search(word) or not any(small <= set(alphabet) for alphabet in words_known()["alphabets"]["latin"]):
        return POSSIBLE
    return LIKELY if _can_be_said(word) else _BETWEEN


def _with_cases(letters: Sequence[str], alphabets: Sequence[str]) -> float:
    cases = "".join("u" if sign.isupper() else "l" for sign in letters)
    small = "".join(letters).lower()
    if _CASES.fullmatch(cases) is None or ("l" in cases and _SIGMA.search("".join(letters))):
        return NONSENSE
    if not any(set(small) <= set(alphabet) for alphabet in alphabets):
        return POSSIBLE
    return LIKELY if any(_is_vowel(sign) for sign in small) else _BETWEEN


def _can_be_said(word: str) -> bool:
    """Return whether vowels and consonants alternate as in names; this distinguishes Bjørn from Bjřrn."""
    kinds = ["v" if _is_vowel(sign) else "c" for sign in word]
    marked = "".join(kind if sign.isascii() else kind.upper() for kind, sign in zip(kinds, word, strict=True))
    return "v" in kinds and not _UNSAID.search(marked)


def _is_vowel(sign: str) -> bool:
    return unicodedata.normalize("NFD", sign)[0] in _VOWELS


@functools.cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(words_known()["surnames"].values())) - {"\n"}


@functools.cache
def _script(sign: str) -> str:
    """Return the script of a letter; return an empty string for a character that names do not contain."""
    if not sign.isalpha() and unicodedata.category(sign)[0] != "M":
        return ""
    first, _, rest = unicodedata.name(sign, "").partition(" ")
    if first == "HALFWIDTH" and rest.startswith("KATAKANA"):
        return "HALFWIDTH"
    return "KANA" if first in _KANA or sign in "々〆ー" else first if first in _SCRIPTS else ""
