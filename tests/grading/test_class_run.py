"""A class run with an executor in memory."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec import structs

from torchgrade.deliveries.gradescope import METADATA
from torchgrade.deliveries.installed import installed_layouts
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.roster import parse_roster
from torchgrade.errors import StorageError, UsageError
from torchgrade.grading.class_run import Summary, grade_class
from torchgrade.grading.history import History
from torchgrade.grading.store import Made, Store
from torchgrade.model.files import path_of
from torchgrade.model.history import GradingKind
from torchgrade.plugins import hookimpl

if TYPE_CHECKING:
    from torchgrade.deliveries.judge_request import JudgeRequest
    from torchgrade.model.results import SubmissionResult


def run(bench: Any, **options: Any) -> Summary:
    return grade_class(bench.order(**options), bench.plugins(), bench.watcher)


def test_a_run_holds_every_file_that_the_instructor_needs(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    (bench.inputs / "notes.txt").write_text("x")
    summary = run(bench)

    assert summary.page == bench.out / "index.html"
    assert sorted(path.name for path in (bench.out / "students").iterdir()) == ["ada.html", "bo.html"]
    lines = (bench.out / "results.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["submission"] for line in lines] == ["ada", "bo"]
    with (bench.out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["submission"] for row in csv.DictReader(file)] == ["ada", "bo", "notes.txt"]
    assert bench.executor.closed


def test_the_same_command_grades_nothing_twice(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    run(bench)
    summary = run(bench)

    assert bench.executor.asked == ["ada", "bo"]
    assert bench.watcher.plan == (2, 2)
    assert (summary.graded, summary.left) == (0, 0)
    assert bench.executor.configs[0] == bench.executor.configs[1]


def test_only_changed_and_new_submissions_are_graded_again(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    run(bench)
    bench.hand_in(ada="changed", chen="3")
    run(bench)

    assert bench.executor.asked == ["ada", "bo", "ada", "chen"]


def test_a_submission_that_is_gone_keeps_its_result_marked(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    run(bench)
    (bench.inputs / "ada.py").unlink()
    summary = run(bench)

    assert [result.submission for result in summary.results] == ["ada", "bo"]
    assert summary.rows.gone == {"ada"}


def test_an_error_of_ours_is_tried_again_by_the_same_command(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    bench.executor.verdict = lambda job: None if job.submission == "ada" else 2.0
    assert [result.points for result in run(bench).results] == [None, 2.0]
    bench.executor.verdict = lambda _: 1.0

    assert [result.points for result in run(bench).results] == [1.0, 2.0]
    assert bench.executor.asked == ["ada", "bo", "ada"]


def test_an_interruption_keeps_what_is_known_and_the_same_command_goes_on(bench: Any) -> None:
    def stop_at_bo(job: JudgeRequest) -> float:
        if job.submission == "bo":
            raise KeyboardInterrupt
        return 2.0

    bench.hand_in(ada="1", bo="2", chen="3")
    bench.executor.verdict = stop_at_bo
    stopped = run(bench)
    bench.executor.verdict = lambda _: 2.0
    summary = run(bench)

    assert (stopped.stopped, stopped.page, stopped.graded, stopped.left) == (True, None, 1, 2)
    assert bench.executor.asked == ["ada", "bo", "bo", "chen"]
    assert [result.submission for result in summary.results] == ["ada", "bo", "chen"]


def test_jobs_that_an_executor_never_finished_are_left_to_do(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    bench.executor.run = lambda jobs: iter(())
    summary = run(bench)

    assert (summary.graded, summary.left, summary.stopped) == (0, 2, False)


def test_another_configuration_into_the_same_folder_is_refused_before_anything_runs(bench: Any) -> None:
    bench.hand_in(ada="1")
    run(bench)

    with pytest.raises(UsageError, match="--data was none, now other"):
        run(bench, data="other")
    assert len(bench.executor.configs) == 1


def test_another_course_into_the_same_folder_is_refused(bench: Any) -> None:
    bench.hand_in(ada="1")
    run(bench)
    course = bench.executor.course
    changed = msgspec.structs.replace(course.environment, course="c1")
    bench.executor.course = msgspec.structs.replace(course, environment=changed)

    with pytest.raises(UsageError, match="digest of the course"):
        run(bench)


def test_a_configuration_is_kept_only_once_an_executor_could_be_made(bench: Any, monkeypatch: Any) -> None:
    bench.hand_in(ada="1")
    good = bench.make

    def refuse(config: Any, jobs: int) -> Any:
        raise UsageError("The data set is damaged.")

    monkeypatch.setattr("memory_executor_of_tests.make", refuse)
    with pytest.raises(UsageError, match="damaged"):
        run(bench, data="damaged")
    monkeypatch.setattr("memory_executor_of_tests.make", good)

    assert run(bench, data="mended").graded == 1


def test_nothing_to_grade_is_an_error_that_says_why_and_makes_no_folder(bench: Any) -> None:
    (bench.inputs / "notes.txt").write_text("x")

    with pytest.raises(UsageError, match=r"nothing to grade.*notes\.txt"):
        run(bench)
    assert not bench.out.exists()


def test_the_run_folder_inside_the_submissions_is_not_a_submission(bench: Any) -> None:
    bench.out = bench.inputs / "run"
    bench.hand_in(ada="1")
    run(bench)

    assert run(bench).rows.not_understood == ()
    assert bench.executor.asked == ["ada"]


def test_two_submissions_with_one_id_are_both_graded_and_noted(bench: Any) -> None:
    bench.hand_in(ada="1")
    (bench.inputs / "ada.ipynb").write_text("{}")
    run(bench)

    assert bench.executor.asked == ["ada", "ada~2"]
    assert [len(job.problems) for job in bench.executor.jobs] == [0, 1]


def test_plugins_learn_of_the_run_and_one_that_fails_is_named_once(bench: Any) -> None:
    heard: list[object] = []

    class Listener:
        @hookimpl
        def torchgrade_run_started(self, submissions: Any) -> None:
            heard.append(list(submissions))

        @hookimpl
        def torchgrade_submission_graded(self, result: Any) -> None:
            heard.append(result.submission)
            raise RuntimeError("no network")

        @hookimpl
        def torchgrade_run_finished(self, results: Any) -> None:
            heard.append(len(results))

    bench.extra.append(Listener())
    bench.hand_in(ada="1", bo="2")
    summary = run(bench)

    assert heard == [["ada", "bo"], "ada", "bo", 2]
    assert len(summary.rows.failures) == 1
    assert "no network" in summary.rows.failures[0].message
    assert [result.points for result in summary.results] == [2.0, 2.0]


def test_a_result_is_kept_before_anyone_is_told(bench: Any) -> None:
    kept: list[int] = []

    class Listener:
        @hookimpl
        def torchgrade_submission_graded(self, result: Any) -> None:
            with Store(bench.out, writing=False) as store:
                kept.append(len(store.results()))

    bench.extra.append(Listener())
    bench.hand_in(ada="1", bo="2")
    run(bench)

    assert kept == [1, 2]


def test_a_delivery_with_a_roster_reaches_the_gradebook(bench: Any) -> None:
    bench.hand_in(ada_LATE_11_1_hw="1", bo_12_2_hw="2", bo_12_3_more="3", eve="4", zoe_13_4_hw="5")
    roster = parse_roster("number,name\n1,Ada\n2,Bo\n3,Cy\n")
    delivery = Delivery(layouts=installed_layouts(bench.plugins()), roster=roster)
    order = structs.replace(bench.order(), delivery=delivery)
    grade_class(order, bench.plugins(), bench.watcher)
    summary = grade_class(order, bench.plugins(), bench.watcher)

    assert bench.executor.asked == ["1", "2", "zoe_13"]
    assert [len(job.files) for job in bench.executor.jobs] == [1, 2, 1]
    told = [[note.message_id for note in job.problems] for job in bench.executor.jobs]
    assert told == [["deliveries.late"], [], ["roster.unlisted"]]
    assert summary.rows.failures == ()
    with (bench.out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["1", "2", "3", "eve.py", "zoe_13"]
    assert (rows["3"]["status"], rows["3"]["total"]) == ("nothing submitted", "")
    assert rows["eve.py"]["status"] == "not understood"


def test_a_group_is_graded_once_and_has_a_row_for_each_member(bench: Any) -> None:
    bench.hand_in(submission_1="1", submission_2="2")
    members = "".join(f"  - :name: {name}\n    :sid: '{sid}'\n" for name, sid in (("Ada", "07"), ("=Bo", "-8")))
    text = f"submission_1:\n  :submitters:\n{members}submission_2:\n  :submitters:\n  - :sid: '9'\n"
    (bench.inputs / METADATA).write_text(text, "utf-8")
    for number in (1, 2):
        path = bench.inputs / f"submission_{number}.py"
        folder = bench.inputs / f"submission_{number}"
        folder.mkdir()
        path.rename(folder / "hw.py")
    roster = parse_roster("sid,name\n07,Ada\n-8,=Bo\n9,Cy\n")
    delivery = Delivery(layouts=installed_layouts(bench.plugins()), roster=roster)
    order = structs.replace(bench.order(), delivery=delivery)
    grade_class(order, bench.plugins(), bench.watcher)

    assert bench.executor.asked == ["-8+07", "9"]
    with (bench.out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["'-8", "07", "9"]
    assert {**rows["'-8"], "submission": ""} == {**rows["07"], "submission": ""}

    (bench.inputs / "submission_1" / "hw.py").unlink()
    (bench.inputs / "submission_1").rmdir()
    summary = grade_class(order, bench.plugins(), bench.watcher)
    assert (summary.rows.gone, summary.rows.not_understood) == (frozenset({"-8+07"}), ())


def test_whoever_took_away_what_was_handed_in_has_one_row(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    delivery = Delivery(roster=parse_roster("number,name\n1,Ada\n2,Bo\n"))
    order = structs.replace(bench.order(), delivery=delivery)
    grade_class(order, bench.plugins(), bench.watcher)
    (bench.inputs / "ada.py").unlink()
    summary = grade_class(order, bench.plugins(), bench.watcher)

    assert (summary.rows.gone, summary.rows.not_understood) == (frozenset({"1"}), ())


def test_people_and_their_deliveries_are_kept_for_exports(bench: Any) -> None:
    bench.hand_in(ada_LATE_11_1_hw="1", bo_12_2_hw="2")
    roster = parse_roster("number,name,section\n1,Ada,A\n3,Cy,B\n")
    delivery = Delivery(layouts=installed_layouts(bench.plugins()), roster=roster, roster_file=Path("roster.csv"))
    grade_class(structs.replace(bench.order(), delivery=delivery), bench.plugins(), bench.watcher)

    with Store(bench.out, writing=False) as store:
        people = {one.key: one for one in store.register.enrolled()}
        delivered = {one.submission: one for one in store.register.delivered()}
        sources = store.register.sources()
    assert list(people) == ["1", "bo_12", "3"]
    assert [(one.submission, one.is_listed, one.person.lms) for one in people.values()] == [
        ("1", True, "11"),
        ("bo_12", False, "12"),
        ("", True, ""),
    ]
    assert people["3"].person.section == "B"
    assert (delivered["1"].layout, delivered["1"].entries, delivered["1"].is_late) == (
        "canvas",
        ("ada_LATE_11_1_hw.py",),
        True,
    )
    assert sources is not None
    assert (sources.paths, sources.roster) == ((str(bench.inputs),), str(Path("roster.csv").absolute()))


def test_names_that_are_not_utf_8_are_kept_too(bench: Any, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    (folder / os.fsdecode(b"m\xfcller_11_1_a.py")).write_text("1")
    delivery = Delivery(layouts=installed_layouts(bench.plugins()))
    order = structs.replace(bench.order(), delivery=delivery, paths=(folder,))
    grade_class(order, bench.plugins(), bench.watcher)

    with Store(bench.out, writing=False) as store:
        (one,) = store.register.enrolled()
        (delivered,) = store.register.delivered()
        sources = store.register.sources()
    assert (one.person.name, delivered.entries) == (r"m\udcfcller", (r"m\udcfcller_11_1_a.py",))
    assert sources is not None
    assert path_of(sources.paths[0]) == folder


def test_every_member_of_a_group_is_a_person(bench: Any) -> None:
    folder = bench.inputs / "submission_1"
    folder.mkdir()
    (folder / "hw.py").write_text("1")
    text = "submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '07'\n  - :name: Bo\n    :sid: '8'\n"
    (bench.inputs / METADATA).write_text(text, "utf-8")
    delivery = Delivery(layouts=installed_layouts(bench.plugins()))
    grade_class(structs.replace(bench.order(), delivery=delivery), bench.plugins(), bench.watcher)

    with Store(bench.out, writing=False) as store:
        people = {one.key: one for one in store.register.enrolled()}
    assert {key: one.person.name for key, one in people.items()} == {"07": "Ada", "8": "Bo"}
    assert len({one.submission for one in people.values()}) == 1


def test_a_submission_that_changed_keeps_its_earlier_result(bench: Any) -> None:
    bench.hand_in(ada="1", bo="2")
    run(bench)
    bench.hand_in(ada="better")
    bench.executor.verdict = lambda _: 1.0
    summary = run(bench)

    assert [(one.submission, one.generation, one.points) for one in summary.rows.attempts] == [
        ("ada", 1, 2.0),
        ("ada", 2, 1.0),
        ("bo", 1, 2.0),
    ]
    assert len({one.digest for one in summary.rows.attempts if one.submission == "ada"}) == 2


def test_a_grading_that_was_killed_after_its_last_result_is_finished_by_the_next_command(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a later grading would go on with its number."""
    bench.hand_in(ada="1")

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(History, "finish", die)
        with pytest.raises(SystemExit):
            run(bench)
    run(bench)

    assert bench.executor.asked == ["ada"]
    assert (bench.out / "index.html").is_file()
    with Store(bench.out, writing=True) as store:
        assert store.history.begin(GradingKind.GRADE).number == 2


def test_a_full_disk_ends_the_run_with_what_is_kept_and_the_same_command_goes_on(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.hand_in(ada="1", bo="2", cy="3")
    keep = Store.keep

    def keep_one(self: Store, key: str, result: SubmissionResult, made: Made | None = None) -> None:
        if self.count():
            (pages,) = self._database.execute("PRAGMA page_count").fetchone()
            self._database.execute(f"PRAGMA max_page_count = {pages}")
            made = Made(at="x" * 100_000)
        keep(self, key, result, made)

    with monkeypatch.context() as small:
        small.setattr(Store, "keep", keep_one)
        with pytest.raises(StorageError, match="is full. Results kept: 1. Free some space"):
            run(bench)
    assert bench.executor.closed
    run(bench)

    assert bench.watcher.results == ["ada", "bo", "cy"]
