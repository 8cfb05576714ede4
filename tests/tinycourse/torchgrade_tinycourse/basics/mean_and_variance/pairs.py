"""What both kinds of checks of ``mean_and_variance`` need."""

from __future__ import annotations

from typing import Any

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.views import view


def pair(value: Any) -> tuple[Any, Any]:
    """Return what the function returned if it is a pair."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise CheckFailedError("mean_and_variance.not_a_pair", got=view(value), type=view(value).type)
    return value[0], value[1]
