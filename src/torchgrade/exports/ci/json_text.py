"""JSON for other programs: no NaN, because JSON has none and one NaN would break the file of a whole class."""

from __future__ import annotations

import json
from typing import Any

from torchgrade.model.showable import harmless_json


def json_bytes(value: Any) -> bytes:
    """Return a value as indented JSON in UTF-8.

    :raises ValueError: the value contains NaN or an infinity.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    return harmless_json(text).encode()


def json_size(value: Any) -> int:
    """Return the number of bytes of a value in :func:`json_bytes`, without its indentation."""
    return len(harmless_json(json.dumps(value, ensure_ascii=False, allow_nan=False)).encode())
