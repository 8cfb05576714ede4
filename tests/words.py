"""Fields of messages as a reader sees them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value


@lru_cache
def _catalogue(language: str) -> Catalogue:
    return catalogue_for(language=language)


def shown(value: Any, language: str = "en") -> str:
    """Return the text of a field."""
    return _catalogue(language).words(value)


def shown_all(values: dict[str, Value], language: str = "en") -> dict[str, Any]:
    """Return the fields of a message, with the text of each phrase."""
    return {name: shown(value, language) if isinstance(value, dict) else value for name, value in values.items()}
