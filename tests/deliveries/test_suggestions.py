"""Tests of names that look like attempts, and of the results of the suggested pattern."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, Tree, files, zipped
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.suggestions import suggest

Deliver = Callable[..., Listing]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"ada_1.py": CODE, "ada_2.py": CODE, "bo_1.py": CODE}, {"ada": ["ada_2.py"], "bo": ["bo_1.py"]}),
        ({"ada-v9_hw.py": CODE, "ada-v10_hw.py": CODE}, {"ada": ["hw.py"]}),
        ({"in/ada ngo_attempt_2/hw.py": CODE, "in/ada ngo_attempt_10/a.py": CODE}, {"ada ngo": ["a.py"]}),
        (
            {"ada_2026-03-05_hw.py": CODE, "ada_2026-03-04_hw.py": CODE, "bo_2026-03-04.zip": zipped({"a.py": CODE})},
            {"ada": ["hw.py"], "bo": ["bo_2026-03-04.zip/a.py"]},
        ),
        ({"ada_20260305T083000_b.py": CODE, "ada_20260305T082959_a.py": CODE}, {"ada": ["b.py"]}),
    ],
)
def test_the_pattern_that_is_offered_reads_the_last_attempt(
    tree: Tree, expected: dict[str, list[str]], deliver: Deliver
) -> None:
    (offer,) = [note for note in deliver(tree).problems if note.message_id == "deliveries.attempts"]

    assert files(deliver(tree, pattern=str(offer.values["pattern"]))) == expected


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["ada.py", "bo.py"],
        ["ada_1.py", "bo_2.py"],
        ["hw_1.py", "hw_2.py"],
        ["week 1/", "week 2/"],
        ["ada_1.py", "ada_2.py", "bo.py", "cy.py"],
        ["20230001_1.py", "20230002_2.py"],
    ],
)
def test_nothing_is_offered_where_nobody_has_several(names: list[str]) -> None:
    assert suggest(names) is None


def test_hostile_names_take_no_time() -> None:
    assert suggest(["a_" * 120, "-" * 250, "1_" * 120, "a/" * 100]) is None
