"""Refusals of ``torchgrade new``: entries of the catalogue, because the command knows the language."""

from __future__ import annotations

from torchgrade.model.phrases import Value
from torchgrade.model.showable import show


class RefusedError(Exception):
    """Error: the command refuses the request."""

    def __init__(self, message_id: str, values: dict[str, Value]) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.values = values


def refuse(message_id: str, **values: Value) -> RefusedError:
    """Return a refusal with an entry of the catalogue and its fields, in which text is made safe to show."""
    return RefusedError(message_id, {key: show(one) if isinstance(one, str) else one for key, one in values.items()})
