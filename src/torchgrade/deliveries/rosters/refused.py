"""The reason why a file is not a roster."""

from __future__ import annotations

from torchgrade.model.phrases import Value


class RosterError(Exception):
    """A file that cannot be read as a roster: the id of a catalogue entry and its fields, except ``name``."""

    def __init__(self, message_id: str, **values: Value) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = values
