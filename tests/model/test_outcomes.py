"""The words of the records are closed sets, written as they are."""

from __future__ import annotations

import enum

import msgspec
import pytest

from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status

WORDS: list[tuple[type[enum.StrEnum], set[str]]] = [
    (Outcome, {"passed", "failed", "skipped", "error"}),
    (
        Kind,
        {"shape", "value", "contract", "gradient", "stability", "statistics", "convergence", "integrity"},
    ),
    (Status, {"graded", "missing", "not_started", "undecided", "error"}),
    (SandboxLevel, {"A", "B", "none"}),
]


@pytest.mark.parametrize(("kind", "words"), WORDS)
def test_words_are_written_as_they_are_and_no_other_is_read(kind: type[enum.StrEnum], words: set[str]) -> None:
    assert {member.value for member in kind} == words
    for member in kind:
        assert msgspec.json.decode(msgspec.json.encode(member), type=kind) is member
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'"another"', type=kind)
