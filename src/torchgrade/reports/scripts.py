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

    element: Markup
    """Element of the page, with its tags."""
    policy: Markup
    """Part of the page's policy, with a space at its end."""


@lru_cache
def script(*names: str) -> Script:
    """Return scripts of the templates as one.

    :param names: names of the files, ``sorting.js``.
    """
    text = "".join((files("torchgrade.reports") / "templates" / name).read_text("utf-8") for name in names)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(
        element=Markup(f"<script>{text}</script>"),  # noqa: S704 - our own
        policy=Markup(f"script-src 'sha256-{digest}'; "),  # noqa: S704 - as above
    )
