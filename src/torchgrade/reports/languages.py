"""Attributes ``lang`` of a page, made from the marks around English on a page of another language."""

from __future__ import annotations

import re

from torchgrade.model.foreign import END, START, unmarked

_TAG = re.compile(r"<[^<>]*>")
# Titles contain text only, and code needs no language.
_PLAIN = re.compile(r"<(title|desc|code|pre|style)\b.*?</\1>", re.DOTALL)
_DRAWN = re.compile(r"<text\b.*?</text>", re.DOTALL)
# Between the marks there may be whole pieces of code, so that the elements always nest.
_MARKED = re.compile(rf"{START}((?:[^<{START}{END}]|<code>[^<]*</code>|<wbr>)*){END}")


def with_languages(page: str) -> str:
    """Return a page with an element ``lang="en"`` for each marked text; leave no mark on it."""
    if START not in page and END not in page:
        return page
    for plain in (_TAG, _PLAIN):
        page = plain.sub(lambda found: unmarked(found[0]), page)
    page = _DRAWN.sub(lambda found: _MARKED.sub(r'<tspan lang="en">\1</tspan>', found[0]), page)
    return unmarked(_MARKED.sub(r'<span lang="en">\1</span>', page))
