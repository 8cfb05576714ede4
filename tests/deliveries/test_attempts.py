"""Tests of the entries of one submission that count."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.deliveries.made import SAY, Tree, listed, written
from tests.steps import grows_with
from torchgrade.deliveries.attempts import Part, choose
from torchgrade.deliveries.found import Listing
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


def before(*parts: Part) -> list[tuple[list[str], str]]:
    return [([one.place for one in found.parts], found.moment) for found in choose(parts, SAY, is_graded=True).before]


def test_attempts_before_the_last_one_are_in_the_order_of_their_times() -> None:
    parts = [
        part("c", attempt="3", timestamp="3"),
        part("a", attempt="1", timestamp="1"),
        part("b", attempt="2", timestamp="2"),
        part("d"),
    ]

    assert before(*parts) == [(["a", "d"], "1"), (["b", "d"], "2")]
    assert before(part("a", attempt="1", timestamp="1"), part("b", attempt="2", timestamp="")) == []


def test_earlier_versions_of_files_are_attempts_with_the_other_files_as_they_were() -> None:
    parts = [
        part("a1", file="a.py", version=(0, 1)),
        part("a2", file="a.py", version=(0, 5)),
        part("a3", file="a.py", version=(0, 9)),
        part("b1", file="b.py", version=(0, 2)),
        part("b2", file="b.py", version=(0, 6)),
    ]

    assert [places for places, _ in before(*parts)] == [["a1", "b1"], ["a2", "b2"]]


OLD, NEW = "def f():\n    return 1\n", "def f():\n    return 2\n"
DELIVERIES: dict[str, tuple[str, Tree]] = {
    "blackboard": (
        "blackboard",
        {
            "HW_ada_attempt_2025-03-03-10-00-00_hw.py": OLD,
            "HW_ada_attempt_2025-03-05-08-30-00_hw.py": NEW,
        },
    ),
    "autolab": ("autolab", {"ada@x.edu_1_hw.py": OLD, "ada@x.edu_2_hw.py": NEW}),
    "autolab folder": ("autolab", {"ada@x.edu/1_hw.py": OLD, "ada@x.edu/2_hw.py": NEW}),
    "aplus": ("aplus", {"users_7/submission_1/hw.py": OLD, "users_7/submission_2/hw.py": NEW}),
    "devilry": (
        "devilry",
        {"ada/deadline-2025-03-03/delivery-1/hw.py": OLD, "ada/deadline-2025-03-03/delivery-2/hw.py": NEW},
    ),
    "submitty": (
        "submitty",
        {
            "ada/1/hw.py": OLD,
            "ada/2/hw.py": NEW,
            "ada/3/hw.py": "def f():\n    return 3\n",
            "ada/user_assignment_settings.json": '{"active_version": 2}',
        },
    ),
}


@pytest.mark.parametrize("name", DELIVERIES)
def test_each_delivery_with_attempts_has_the_earlier_ones_if_they_are_asked_for(tmp_path: Path, name: str) -> None:
    layout, tree = DELIVERIES[name]
    place = written(tmp_path / "class", tree)

    def read(listing: Listing) -> tuple[list[str], list[list[str]]]:
        (found,) = listing.found
        return (
            [file.path.read_text() for file in found.files],
            [[file.path.read_text() for file in one.files] for one in found.earlier],
        )

    assert read(listed(place, layout=layout)) == ([NEW], [])
    assert read(listed(place, layout=layout, all_attempts=True)) == ([NEW], [[OLD]])
    times = [
        (one.at, [each.at for each in one.earlier]) for one in listed(place, layout=layout, all_attempts=True).found
    ]
    known = ("2025-03-05 08:30:00", ["2025-03-03 10:00:00"])
    assert times == [known if name == "blackboard" else ("", [""])]


def test_a_pattern_with_a_time_has_earlier_attempts_too(tmp_path: Path) -> None:
    place = written(tmp_path / "class", {"ada_20250303100000.py": OLD, "ada_20250305083000.py": NEW})
    (found,) = listed(place, pattern=r"(?P<name>[a-z]+)_(?P<timestamp>\d+)\.py", all_attempts=True).found

    assert [(one.at, len(one.files)) for one in found.earlier] == [("2025-03-03 10:00:00", 1)]
    assert [note.message_id for note in found.remarks] == ["deliveries.attempt_graded"]


def test_earlier_attempts_are_looked_for_only_if_they_are_graded() -> None:
    parts = [part(place, attempt=place, timestamp=place) for place in "abc"]

    assert choose(parts, SAY).before == []
    assert [one.moment for one in choose(parts, SAY, is_graded=True).before] == ["a", "b"]


def test_twice_the_attempts_take_twice_the_steps() -> None:
    tries = [
        [part(f"{n:04}", attempt=f"{n:04}", timestamp=f"{n:04}") for n in range(count)] for count in (50, 100, 200)
    ]

    assert grows_with([partial(choose, parts, SAY, is_graded=True) for parts in tries]) < 2.2
