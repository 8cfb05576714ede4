"""Runs of several machines joined into one: the same files as one run, and nothing joined that does not belong together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.grading.room import course_of
from tests.grading.school import ALL, NAMES, OF, SEED, Class
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.pattern import Pattern
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.roster import parse_roster
from torchgrade.errors import UsageError
from torchgrade.grading.shards import shard_of
from torchgrade.grading.store import Store
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.rows import RowStatus


def test_merged_shards_have_the_files_of_one_run_over_everything(school_with_pages: Class) -> None:
    school = school_with_pages
    (school.bench.inputs / "notes.txt").write_text("x")
    school.shards(1, 2, 3)
    school.grade("whole")
    merged = school.merge(*ALL)

    assert (merged.graded, merged.missing, merged.absent, merged.interrupted) == (6, (), {}, ())
    assert school.files("merged") == school.files("whole")
    assert len(school.files("merged")) > len(NAMES)


def test_a_merged_run_is_like_one_run_for_every_command(school: Class) -> None:
    school.shards(1, 2, 3)
    school.grade("whole")
    school.merge(*ALL)

    assert school.state("merged") == school.state("whole")
    with Store(school.place / "merged", writing=False) as one, Store(school.place / "whole", writing=False) as other:
        assert one.kept() == other.kept()
        assert list(one.rows) == list(other.rows)
        assert one.register.sources() == other.register.sources()
        assert [done for _, done in one.history.records()] == [True]


@pytest.mark.parametrize("names", [ALL, tuple(reversed(ALL)), (*ALL, *ALL)])
def test_merging_again_in_any_order_changes_nothing(school: Class, names: tuple[str, ...]) -> None:
    school.shards(1, 2, 3)
    school.merge(*ALL)
    before = dumped(school.place / "merged")
    school.merge(*names)

    assert dumped(school.place / "merged") == before


def dumped(run: Path) -> list[str]:
    """Return everything in the database of a run."""
    with Store(run, writing=False) as store:
        return list(store._database.iterdump())


def test_a_missing_shard_is_named_and_grade_goes_on_with_it(school: Class) -> None:
    school.shards(1, 3)
    merged = school.merge("shard-1", "shard-3")
    missing = tuple(name for name in NAMES if shard_of(name, OF) == 2)
    assert (merged.missing, merged.absent, merged.of) == (missing, {2: len(missing)}, OF)
    assert [one.status for one in school.state("merged")["not_understood"]] == [RowStatus.NOT_GRADED] * len(missing)

    school.room.asked.clear()
    school.grade("merged")
    assert [name for name, _ in school.room.asked] == list(missing)
    school.grade("whole")
    assert school.state("merged") == school.state("whole")


def test_a_shard_that_is_finished_later_is_merged_into_the_same_run(school: Class) -> None:
    school.shards(1, 3)
    school.merge("shard-1", "shard-3")
    school.shards(2)
    merged = school.merge(*ALL)
    school.grade("whole")

    assert (merged.graded, merged.missing) == (6, ())
    assert school.state("merged") == school.state("whole")


def test_an_interrupted_shard_is_named_and_its_results_are_merged(school: Class) -> None:
    school.shards(1, 2)
    school.room.before = stop_after(1)
    school.shards(3)
    school.room.before = lambda _: None
    merged = school.merge(*ALL)
    assert merged.interrupted == (school.place / "shard-3",)
    assert (merged.absent, len(merged.missing)) == ({}, len([n for n in NAMES if shard_of(n, OF) == 3]) - 1)

    school.shards(3)
    school.grade("whole")
    assert school.merge(*ALL).interrupted == ()
    assert school.state("merged") == school.state("whole")


def stop_after(count: int) -> Callable[[JudgeRequest], None]:
    """Return a step before each job that stops the run after some jobs."""
    left = [count]

    def stop(_: JudgeRequest) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    return stop


def test_earlier_results_and_gradings_are_merged(school: Class) -> None:
    school.shards(1, 2, 3)
    school.grade("whole")
    changed = next(name for name in NAMES if shard_of(name, OF) == 2)
    school.bench.hand_in(**{changed: "double.values double.large half.values"})
    school.shards(2)
    school.grade("whole")
    school.merge(*ALL)

    with Store(school.place / "merged", writing=False) as store:
        assert [one.submission for one in store.history.attempts()] == [changed]
        assert [one.number for one in store.history.generations()] == [1, 2]
    assert school.state("merged") == school.state("whole")


def test_a_delivery_with_a_roster_and_earlier_attempts_is_merged_whole(school: Class) -> None:
    for file in school.bench.inputs.iterdir():
        file.unlink()
    days = {"ada": (1, 2, 3), "bo": (1,), "chen": (2, 4), "eve": (1, 2)}
    for name, given in days.items():
        for day in given:
            (school.bench.inputs / f"{name}_2026-11-{day:02}.py").write_text(f"double.values # {day}")
    (school.bench.inputs / "half.docx").write_text("x")
    pattern = Pattern(r"(?P<student_id>[a-z]+)_(?P<timestamp>\d{4}-\d\d-\d\d)\.py")
    roster = parse_roster("student_id,name\nada,Ada\nbo,Bo\nchen,Chen\nzoe,Zoe\n")
    school.delivery = Delivery(pattern=pattern, roster=roster, all_attempts=True)
    school.shards(1, 2, 3)
    school.grade("whole")
    merged = school.merge(*ALL)
    state = school.state("merged")

    assert state == school.state("whole")
    assert merged.missing == ()
    assert {one.name for one in state["not_understood"]} >= {"half.docx", "zoe"}
    assert {one.number for one in state["attempts"]} >= {0, 1, 2}


def test_regrades_of_shards_are_one_regrade(school: Class) -> None:
    school.shards(1, 2, 3)
    school.grade("whole")
    school.room.change(half="2")
    school.room.passes = lambda check, text: check == "half.values" and "double" in text
    for name in (*ALL, "whole"):
        school.regrade(name)
    school.merge(*ALL)

    with Store(school.place / "merged", writing=False) as store:
        kinds = [(one.number, one.kind) for one in store.history.generations()]
    assert kinds == [(1, "grade"), (2, "regrade")]
    assert school.state("merged") == school.state("whole")


def test_a_shard_without_a_submission_has_no_versions_to_compare(school: Class) -> None:
    runs = [f"run-{number}" for number in range(1, 8)]
    for number, name in enumerate(runs, 1):
        school.grade(name, f"{number}/7")
    school.room.change(half="2")
    for name in runs:
        school.regrade(name)
    merged = school.merge(*runs)

    assert {shard_of(name, 7) for name in NAMES} < set(range(1, 8))
    assert (merged.graded, merged.missing) == (6, ())
    with Store(school.place / "merged", writing=False) as store:
        kept = store.kept()
    assert kept is not None
    assert kept.course.digests["half"] == "2"


def test_decisions_of_all_shards_count_and_the_last_one_wins(school: Class) -> None:
    school.shards(1, 2, 3)
    for number, points in ((1, 1.0), (2, 2.0)):
        name = next(one for one in NAMES if shard_of(one, OF) == number)
        with Store(school.place / f"shard-{number}", writing=True) as store:
            store.history.decide(name, points, "Oral exam.")
            store.history.decide(name, points + 1, "Better.")
    school.merge(*ALL)

    with Store(school.place / "merged", writing=False) as store:
        assert sorted(one.points for one in store.history.overrides().values()) == [2.0, 3.0]


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        ({"seed": SEED + 1}, f"--seed is {SEED} and {SEED + 1}"),
        ({"exercises": ("double",)}, "--exercises is double,half and double"),
        ({"data": "other"}, "--data is none and other"),
        ({"hidden_checks": False}, "hidden checks is on and off"),
        ({"sandbox": SandboxLevel.B}, "--sandbox is none and B"),
    ],
)
def test_runs_with_other_options_are_refused_by_name(school: Class, options: dict[str, Any], difference: str) -> None:
    school.grade("shard-1", "1/3")
    school.grade("shard-2", "2/3", **options)

    with pytest.raises(UsageError, match=difference) as raised:
        school.merge("shard-1", "shard-2")
    assert "shard-1" in str(raised.value)
    assert "shard-2" in str(raised.value)
    assert not (school.place / "merged").exists()


def test_runs_of_other_versions_are_refused_by_name(school: Class) -> None:
    school.shards(1)
    school.room.change(torch="3", half="2")
    school.shards(2)

    with pytest.raises(UsageError, match=r"the version of torch is 2 and 3; the digest of the course"):
        school.merge("shard-1", "shard-2")


def test_other_numbers_of_shards_are_refused_by_name(school: Class) -> None:
    school.grade("shard-1", "1/3")
    school.grade("shard-2", "2/4")

    with pytest.raises(UsageError, match="the number of shards is 3 and 4"):
        school.merge("shard-1", "shard-2")


def test_other_hidden_seeds_are_refused_without_a_value(school: Class) -> None:
    school.grade("drawn", seed=None)
    school.grade("named", seed=school.room.configs[-1].seed)

    with pytest.raises(UsageError, match="the seeds of the hidden checks differ") as raised:
        school.merge("drawn", "named")
    assert not any(str(config.hidden_seed) in str(raised.value) for config in school.room.configs)


def test_parts_of_a_class_that_were_graded_apart_are_one_run(school: Class) -> None:
    inputs = school.bench.inputs
    (school.place / "part").mkdir()
    for name in NAMES[4:]:
        (inputs / f"{name}.py").rename(school.place / "part" / f"{name}.py")
    school.grade("first")
    school.bench.inputs = school.place / "part"
    school.grade("second")
    merged = school.merge("first", "second")
    for name in NAMES[4:]:
        (school.place / "part" / f"{name}.py").rename(inputs / f"{name}.py")
    school.bench.inputs = inputs
    school.grade("whole")

    assert (merged.graded, merged.of, merged.missing) == (6, 0, ())
    assert school.state("merged") == school.state("whole")
    with Store(school.place / "merged", writing=False) as store:
        sources = store.register.sources()
    assert sources is not None
    assert len(sources.paths) == 2


def test_a_run_that_is_being_written_is_refused(school: Class) -> None:
    school.shards(1, 2)

    with Store(school.place / "shard-2", writing=True), pytest.raises(UsageError, match="shard-2.*grading into it now"):
        school.merge("shard-1", "shard-2")


def test_the_folder_of_a_shard_cannot_be_the_merged_run(school: Class) -> None:
    school.shards(1, 2)

    with pytest.raises(UsageError, match="shard-2' is one of the runs"):
        school.merge("shard-1", "shard-2", out="shard-2")
    with pytest.raises(UsageError, match="shard-2' is shard 2/3"):
        school.merge("shard-1", out="shard-2")


def test_a_folder_without_a_result_is_refused_by_name(school: Class) -> None:
    school.shards(1)
    Store(school.place / "empty", writing=True).__exit__(None, None, None)

    with pytest.raises(UsageError, match="nowhere' is not a run"):
        school.merge("shard-1", "nowhere")
    with pytest.raises(UsageError, match="empty' contains no graded submission"):
        school.merge("empty")


def test_runs_are_counted_once_however_often_they_are_named(school: Class) -> None:
    school.shards(1, 2)
    (school.place / "link").symlink_to(school.place / "shard-1")

    assert school.merge("shard-1", "shard-2", "link", "shard-1").runs == 2


def test_submissions_that_torchgrade_failed_to_grade_are_named(school: Class) -> None:
    school.room.fails = lambda job: job.submission == NAMES[0]
    school.shards(1, 2, 3)

    assert school.merge(*ALL).failed == (NAMES[0],)


def test_other_exercises_are_named_without_the_digest_that_follows_from_them(school: Class) -> None:
    school.grade("shard-1", "1/3")
    school.room.course = course_of({"double": "1"})
    school.grade("shard-2", "2/3", exercises=("double",))

    with pytest.raises(UsageError, match=r"--exercises is double,half and double\. Grade every part"):
        school.merge("shard-1", "shard-2")


def test_a_shard_that_was_killed_before_it_began_is_an_interrupted_one(school: Class) -> None:
    school.shards(1)
    Store(school.place / "shard-2", writing=True).__exit__(None, None, None)
    merged = school.merge("shard-1", "shard-2")

    assert merged.interrupted == (school.place / "shard-2",)
    assert merged.absent == {number: sum(shard_of(name, OF) == number for name in NAMES) for number in (2, 3)}
