"""Our script of a page: its text, and the digest by which the page's policy allows this script and no other."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

from markupsafe import Markup
from msgspec import Struct


class Script(Struct, frozen=True, kw_only=True):
    """Script inside a page."""

    text: Markup
    """Text between the tags."""
    source: Markup
    """Source that a policy allows, ``'sha256-…'``, with its quotes."""


@lru_cache
def script(name: str) -> Script:
    """Return a script of the templates.

    :param name: name of the file, ``sorting.js``.
    """
    text = (files("torchgrade.reports") / "templates" / name).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(text=Markup(text), source=Markup(f"'sha256-{digest}'"))  # noqa: S704 - our own
