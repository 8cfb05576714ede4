"""The name that was probably meant."""

from __future__ import annotations

import pytest

from torchgrade.cli.guess import closest, require_known
from torchgrade.errors import UsageError


def test_a_slip_of_the_fingers_is_recognised() -> None:
    assert closest("invnet", ["invent", "train"]) == "invent"
    assert closest("zzz", ["invent", "train"]) is None


def test_an_unknown_name_is_refused_with_what_there_is() -> None:
    require_known("train", ["invent", "train"], "exercise")

    with pytest.raises(UsageError) as refused:
        require_known("trian\x1b", ["invent", "train"], "exercise")
    assert str(refused.value) == ("There is no exercise trian\\x1b. Did you mean train? Available: invent, train.")
