"""Words that identify the columns and the encoding of a class list, from ``words.toml``."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from typing import Any


@functools.cache
def words_known() -> dict[str, Any]:
    """Return the tables ``headings``, ``alphabets`` and ``surnames``; read once, and only if there is a roster."""
    return tomllib.loads((importlib.resources.files(__package__) / "words.toml").read_text("utf-8"))
