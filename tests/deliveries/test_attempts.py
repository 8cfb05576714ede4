"""Tests of the entries of one submission that count."""

from __future__ import annotations

from pathlib import Path

from tests.deliveries.made import SAY
from torchgrade.deliveries.attempts import Part, choose
from torchgrade.deliveries.layouts import Claim
from torchgrade.deliveries.places import Node, NodeKind


def part(place: str, **claim: object) -> Part:
    node = Node(name=place, kind=NodeKind.FILE, path=Path(place))
    return Part(node=node, claim=Claim(student="ada", **claim), place=place)  # type: ignore[arg-type]


def chosen(*parts: Part) -> tuple[list[str], list[str], list[str]]:
    result = choose(parts, SAY)
    return (
        [one.place for one in result.parts],
        [note.message_id for note in result.remarks],
        [note.message_id for note in result.problems],
    )


def test_the_files_of_the_last_attempt_count_and_so_do_those_of_none() -> None:
    parts = [
        part("b", attempt="2", timestamp="2"),
        part("a", attempt="1", timestamp="1"),
        part("c", attempt="2", timestamp="2"),
        part("d"),
    ]

    assert chosen(*parts) == (["b", "c", "d"], ["deliveries.attempt"], [])


def test_attempts_without_an_order_are_all_read_and_told() -> None:
    unknown = [part("b", attempt="x", timestamp=""), part("a", attempt="1", timestamp="1")]
    equal = [part("b", attempt="x", timestamp="1"), part("a", attempt="y", timestamp="1")]
    mixed = [part("b", attempt="x", timestamp="n1"), part("a", attempt="y", timestamp="1")]

    for parts in (unknown, equal, mixed):
        assert chosen(*parts) == (["b", "a"], [], ["deliveries.attempts_open"])


def test_of_one_file_the_later_version_counts_and_of_two_equal_ones_both() -> None:
    old, new = part("a", file="hw.py", version=(0, 1)), part("b", file="hw.py", version=(0, 2))
    again = part("c", file="hw.py", version=(0, 2))

    assert chosen(old, new) == (["b"], ["deliveries.replaced"], [])
    assert chosen(new, again) == (["b", "c"], [], [])


def test_very_many_attempts_are_told_in_part() -> None:
    parts = [part(str(number), attempt=str(number), timestamp=f"{number:03}") for number in range(50)]
    (note,) = choose(parts, SAY).remarks

    assert note.values["count"] == 49
    assert note.message.endswith(": 0, 1, 2, 3, 4, and 44 more.")
