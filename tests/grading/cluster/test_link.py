"""What the answer of a worker to its first order means."""

from __future__ import annotations

import pytest

from tests.grading.cluster.fake_link import ready_of
from torchgrade.errors import UsageError
from torchgrade.grading.cluster import events, records
from torchgrade.grading.cluster.link import greeting
from torchgrade.model.phrases import phrase
from torchgrade.model.told import told
from torchgrade.sandbox.wire import Refused

AT = "tls://10.0.0.4:40001"


def test_a_worker_that_is_ready_joins_with_its_slots() -> None:
    assert greeting(AT, 2, records.encode(ready_of("alpha"))) == events.Joined(AT, 2, ready_of("alpha"))


def test_a_refusal_keeps_its_words_for_every_language() -> None:
    refused = Refused.of(UsageError(told("error.file.link")))

    assert greeting(AT, 2, records.encode(records.Unable(name="alpha", reason=refused))) == events.Unfit(
        AT, "alpha", phrase("error.file.link")
    )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ModuleNotFoundError("No module named 'torchgrade'"), "ModuleNotFoundError: No module named 'torchgrade'."),
        (None, phrase("cluster.silent")),
        ("text", phrase("cluster.silent")),
        (b"\x80", "ValidationError: Object missing required field `type`."),
    ],
    ids=["without torchgrade", "no answer", "another type", "no record"],
)
def test_anything_else_makes_a_worker_unfit(answer: object, reason: object) -> None:
    assert greeting(AT, 2, answer) == events.Unfit(AT, "", reason)  # type: ignore[arg-type]
