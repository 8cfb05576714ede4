"""Runs of English words on a page of another language, which a screen reader would read with the wrong voice."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_WORD = r"(?<![\w./\\(=-])[A-Za-z]+(?:['’-][A-Za-z]+)*(?![\w(=/\\]|\.\w)"
# Only a name is in a bdi.
_SILENT = {"bdi", "code", "pre", "math", "style", "script"}
_INLINE = {"a", "b", "em", "i", "span", "strong", "sub", "sup", "tspan", "wbr"}
_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_SPOKEN = ("aria-label", "alt", "title", "placeholder")
_BREAK = "\0"


def english_runs(page: str, *, least: int = 3) -> list[str]:
    """Return the runs of English words in the texts and spoken attributes of a page.

    Code, formulas, names and text in ``lang="en"`` or in an unknown language are left out.

    :param least: fewest words of a run.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return re.findall(rf"{_WORD}(?:[,;:.!?]*\s+{_WORD}){{{least - 1},}}", "".join(reader.texts))


class _Reader(HTMLParser):
    """Collector of the texts that are neither code nor marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        outer = self._within[-1][1] if self._within else ""
        named = dict(attrs)
        language = named.get("lang", outer) if outer is not None else None
        if tag in _SILENT:
            language = None
        if tag not in _INLINE or language != outer:
            self.texts.append(_BREAK)
        if self._speaks(language):
            self.texts += [f"{_BREAK}{named[name]}{_BREAK}" for name in _SPOKEN if named.get(name)]
        if tag not in _VOID:
            self._within.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._within):
            return
        while self._within:
            name, language = self._within.pop()
            outer = self._within[-1][1] if self._within else ""
            if name not in _INLINE or language != outer:
                self.texts.append(_BREAK)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._within and self._speaks(self._within[-1][1]):
            self.texts.append(data)

    @staticmethod
    def _speaks(language: str | None) -> bool:
        return bool(language) and not str(language).startswith("en")
