"""Registers and histories of several runs, joined."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.steps import grows_with
from torchgrade.grading.history import Decision
from torchgrade.grading.joining import Joined, Registered, join_decisions, join_generations, join_registers
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.people import Delivered, Enrolled, Person, Sources
from torchgrade.model.results import Note
from torchgrade.model.rows import NotUnderstood

KINDS = {"g": ("grade", ()), "r": ("regrade", ()), "c": ("regrade", ("double.values",))}


def absent(name: str) -> NotUnderstood:
    return NotUnderstood(name=name, note=Note(message_id="roster.absent"), is_absent=True)


def history(letters: str) -> list[Generation]:
    """Return gradings: g for a grade, r for a regrade, c for a regrade of one check."""
    return [
        Generation(number=number, kind=GradingKind(KINDS[letter][0]), checks=KINDS[letter][1], at=f"{number}")
        for number, letter in enumerate(letters, 1)
    ]


def written(generations: list[Generation]) -> str:
    names = {(GradingKind(kind), checks): letter for letter, (kind, checks) in KINDS.items()}
    return "".join(names[one.kind, one.checks] for one in generations)


def register(*names: str, paths: tuple[str, ...] = ("/in",), layout: str = "") -> Registered:
    return Registered(
        enrolled=tuple(Enrolled(key=name, submission=name) for name in names),
        delivered=tuple(Delivered(submission=name, layout=layout) for name in names),
        sources=Sources(paths=paths),
    )


def test_two_registers_of_one_class_are_that_register() -> None:
    one = register("ada", "bo")
    one = structs.replace(one, not_understood=(absent("eve"), absent("eve")), groups={"ada": ("1", "2")})

    assert join_registers([Registered(), one, one], {}, are_shards=True) == one


def test_the_run_that_graded_a_submission_knows_it_best() -> None:
    found = join_registers(
        [register("ada", "bo", layout="old"), register("ada", "bo", layout="new")], {"bo": 1}, are_shards=True
    )

    assert {one.submission: one.layout for one in found.delivered} == {"ada": "old", "bo": "new"}


def test_a_student_who_is_absent_from_one_part_only_is_present() -> None:
    here = register("ada")
    there = structs.replace(
        register("bo"), enrolled=(Enrolled(key="bo", submission="bo"), Enrolled(key="ada", is_listed=True)),
        not_understood=(absent("ada"), absent("eve")),
    )  # fmt: skip

    for parts in ([here, there], [there, here]):
        found = join_registers(parts, {}, are_shards=False)
        assert {(one.key, one.submission) for one in found.enrolled} == {("ada", "ada"), ("bo", "bo")}
        assert [one.name for one in found.not_understood] == ["eve"]


def test_the_members_of_a_group_stay_together() -> None:
    group = Registered(
        enrolled=tuple(Enrolled(key=key, submission="g", person=Person(number=key)) for key in ("1", "2")),
        groups={"g": ("1", "2")},
    )
    found = join_registers([register("ada"), group, group], {"g": 1}, are_shards=False)

    assert [one.key for one in found.enrolled] == ["ada", "1", "2"]
    assert found.groups == {"g": ("1", "2")}


def test_parts_are_read_again_together_and_copies_of_one_class_are_not() -> None:
    parts = [register("ada", paths=("/a",)), register("bo", paths=("/b",))]
    apart, copies = (join_registers(parts, {}, are_shards=shards).sources for shards in (False, True))

    assert apart == Sources(paths=("/a", "/b"))
    assert copies is None
    other = structs.replace(parts[1], sources=Sources(paths=("/b",), layout="canvas"))
    assert join_registers([parts[0], other], {}, are_shards=False).sources is None


def joined(parts: list[list[int]]) -> list[int]:
    found: Joined[int] = Joined()
    for part in parts:
        found.add(part)
    return found.records


@given(st.lists(st.lists(st.integers(0, 3)), min_size=1, max_size=4))
def test_every_record_is_there_as_often_as_in_the_run_that_has_it_most(parts: list[list[int]]) -> None:
    found = joined(parts)

    assert all(found.count(one) == max(part.count(one) for part in parts) for one in range(4))
    assert found[: len(parts[0])] == parts[0]
    assert joined([found, *parts]) == found


def test_the_inputs_of_many_runs_are_joined_in_steps_that_grow_with_the_runs() -> None:
    runs = [Registered(not_understood=(absent(f"s{number}"),)) for number in range(400)]
    acts = [partial(join_registers, runs[:count], {}, are_shards=False) for count in (100, 200, 400)]

    assert grows_with(acts) < 2.2


@given(st.lists(st.text("grc", max_size=5), min_size=1, max_size=4))
def test_gradings_keep_their_order_and_a_second_merge_finds_them_all(letters: list[str]) -> None:
    parts = [history(one) for one in letters]
    found, numbers = join_generations([[], *parts])

    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert len(found) >= max(map(len, parts))
    for part, renumbered in zip(parts, numbers[1:], strict=True):
        new = [renumbered[one.number] for one in part]
        assert new == sorted(set(new))
        assert written([found[number - 1] for number in new]) == written(part)
    assert join_generations([found, *parts]) == (found, [{one.number: one.number for one in found}, *numbers[1:]])


def test_shards_that_were_graded_alike_have_one_history() -> None:
    found, numbers = join_generations([[], history("gr"), history("ggr")])

    assert written(found) == "ggr"
    assert numbers == [{}, {1: 1, 2: 3}, {1: 1, 2: 2, 3: 3}]


def test_a_grading_of_several_machines_began_with_the_first() -> None:
    early, late = history("g")[0], structs.replace(history("g")[0], at="9", exercises=("half",))
    found, _ = join_generations([[], [late], [early]])

    assert found == [structs.replace(early, exercises=("half",))]


def decisions(letters: str) -> list[Decision]:
    """Return decisions whose times are letters."""
    return [Decision(who="ada", points=float(number), why="x", at=at) for number, at in enumerate(letters)]


def test_decisions_are_in_the_order_of_their_times_and_none_is_doubled() -> None:
    first, second, third = decisions("abc")

    assert join_decisions([[second], [first, second], [third]]) == [first, second, third]


@given(st.lists(st.text("abc", max_size=4), min_size=1, max_size=4))
def test_decisions_of_one_run_keep_their_order_whatever_its_clock_said(letters: list[str]) -> None:
    parts = [decisions(one) for one in letters]
    found = join_decisions(parts)

    for part in parts:
        left = iter(found)
        assert all(one in left for one in part)
    assert join_decisions([found, *parts]) == found


class Counted(str):
    """Text whose comparisons are steps."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return str(self) == other

    def __hash__(self) -> int:
        return hash(str(self))


def many_decisions(first: int, count: int) -> list[Decision]:
    return [
        Decision(who=Counted(f"s{number}"), points=1.0, why="x", at=f"{number:06d}")
        for number in range(first, first + 2 * count, 2)
    ]


def test_the_decisions_of_two_runs_are_joined_in_steps_that_grow_with_them() -> None:
    acts = [
        partial(join_decisions, [many_decisions(0, count), [*many_decisions(1, count), *many_decisions(0, count)]])
        for count in (100, 200, 400)
    ]

    assert grows_with(acts) < 2.2
