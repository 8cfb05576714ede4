"""Pages that an earlier command wrote into a run folder. Imports no template engine."""

from __future__ import annotations

import re
from pathlib import Path

INDEX = "index"
LECTURE = "lecture"
"""Name of the class page with pseudonyms."""
_BEGINNING = 100
"""Bytes of a page that contain its language."""
_LANGUAGE = re.compile(rb'<html lang="([A-Za-z0-9-]+)">')


def language_of_page(file: Path) -> str:
    """Return the language of a page that torchgrade wrote; empty for any other file."""
    if not file.is_file():
        return ""
    with file.open("rb") as page:
        found = _LANGUAGE.search(page.read(_BEGINNING))
    return "" if found is None else found[1].decode()


def written_languages(folder: Path, name: str = INDEX) -> tuple[str, ...]:
    """Return the languages of the class pages in a run folder, the main one first; empty without a page.

    :param name: ``index`` or ``lecture``.
    """
    main = language_of_page(folder / f"{name}.html")
    if not main:
        return ()
    others = (
        file.name.removeprefix(f"{name}.").removesuffix(".html") for file in sorted(folder.glob(f"{name}.*.html"))
    )
    return (main, *(code for code in others if language_of_page(folder / f"{name}.{code}.html") == code))
