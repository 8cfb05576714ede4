"""A regrade with an executor in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from tests.grading.room import CHECKS, Room, course_of, without_seconds
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.roster import parse_roster
from torchgrade.errors import UsageError
from torchgrade.grading import class_run
from torchgrade.grading import regrade as regrade_module
from torchgrade.grading.class_run import grade_class
from torchgrade.grading.regrade import Regraded, RegradeOrder, regrade
from torchgrade.grading.store import Made, Store
from torchgrade.model.history import GradingKind
from torchgrade.model.outcomes import Status

if TYPE_CHECKING:
    from torchgrade.deliveries.judge_request import JudgeRequest
    from torchgrade.model.results import SubmissionResult

ALL = "double.values double.large half.values"


class Desk:
    """A graded class of three, and the two commands."""

    def __init__(self, bench: Any) -> None:
        self.bench = bench
        self.room = bench.executor = Room()
        self.order = RegradeOrder(run=bench.out, paths=(bench.inputs,), delivery=Delivery(), executor="memory")
        bench.hand_in(ada=ALL, bo="double.values", cy="half.values")
        self.grade()
        self.room.asked.clear()

    def grade(self, **options: Any) -> Any:
        """Grade the class."""
        asked = {"exercises": ("double", "half"), "hidden_checks": False, **options}
        return grade_class(self.bench.order(**asked), self.bench.plugins(), self.bench.watcher)

    def regrade(self, **further: Any) -> Regraded:
        """Grade again what is not up to date."""
        return regrade(structs.replace(self.order, **further), self.bench.plugins(), self.bench.watcher)

    def results(self) -> list[SubmissionResult]:
        """Return the kept results."""
        with Store(self.bench.out, writing=False) as store:
            return list(store.results())

    def fresh(self, place: Path, **options: Any) -> list[SubmissionResult]:
        """Return the results of a new run of the same class and course."""
        out, self.bench.out = self.bench.out, place
        try:
            self.grade(**options)
            return self.results()
        finally:
            self.bench.out = out

    def changes(self, done: Regraded) -> dict[str, tuple[float | None, float | None]]:
        """Return the points before and after by row."""
        return {one.key: (one.before, one.after) for one in done.changes}


@pytest.fixture
def desk_with_pages(bench: Any) -> Desk:
    """A class of three, graded."""
    return Desk(bench)


@pytest.fixture
def desk(bench: Any, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A class of three, graded by commands that write no pages, because pages take most of the time."""
    for module in (class_run, regrade_module):
        monkeypatch.setattr(module, "write_outputs", lambda store, plugins, languages: store.folder / "index.html")
    return Desk(bench)


def stop_at(submission: str) -> Any:
    """Return a function that stops the command when a submission comes."""

    def stop(job: JudgeRequest) -> None:
        if job.submission == submission:
            raise KeyboardInterrupt

    return stop


def test_a_changed_check_makes_only_its_exercise_run_again_for_everybody(desk: Desk) -> None:
    desk.room.change(double="2")
    desk.room.passes = lambda check, text: check in text and check != "double.large"
    done = desk.regrade()

    assert desk.room.asked == [("ada", ("double",)), ("bo", ("double",)), ("cy", ("double",))]
    assert desk.changes(done) == {"ada": (6.0, 5.0), "bo": (2.0, 2.0), "cy": (3.0, 3.0)}
    assert [(one.check, one.points) for one in done.changes[0].checks] == [("double.large", -1.0)]


def test_the_merged_results_are_those_of_a_fresh_grading(desk: Desk, tmp_path: Path) -> None:
    desk.room.change(half="2")
    desk.bench.hand_in(bo="half.values")
    desk.regrade()

    assert without_seconds(desk.results()) == without_seconds(desk.fresh(tmp_path / "fresh"))
    assert {part.file for result in desk.results() for part in result.exercises} == {"version 1", "version 2"}


def test_nothing_stale_changes_nothing_in_the_folder(desk_with_pages: Desk) -> None:
    desk = desk_with_pages

    def files() -> dict[str, tuple[int, bytes]]:
        found = (path for path in desk.bench.out.rglob("*") if path.is_file() and not path.name.startswith("run."))
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}

    before = files()
    done = desk.regrade()

    assert (done.plan.due, done.page, desk.room.asked) == ((), None, [])
    assert files() == before
    with Store(desk.bench.out, writing=False) as store:
        assert [one.kind for one in store.history.generations()] == [GradingKind.GRADE]


def test_an_interrupted_regrade_goes_on_with_nothing_lost_and_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    desk.room.change(double="2")
    desk.room.passes = lambda check, text: check == "double.large" or check in text
    desk.room.before = stop_at("bo")
    stopped = desk.regrade()
    desk.room.before = lambda _: None
    done = desk.regrade()

    assert (stopped.stopped, stopped.page, stopped.graded) == (True, None, 1)
    assert [name for name, _ in desk.room.asked] == ["ada", "bo", "cy"]
    assert desk.changes(done) == {"ada": (6.0, 6.0), "bo": (2.0, 3.0), "cy": (3.0, 4.0)}
    assert without_seconds(desk.results()) == without_seconds(desk.fresh(tmp_path / "fresh"))
    with Store(desk.bench.out, writing=False) as store:
        assert [one.kind for one in store.history.generations()] == [GradingKind.GRADE, GradingKind.REGRADE]
        assert len(store.history.attempts()) == 3


def test_a_named_check_forces_its_exercise_once_even_after_an_interruption(desk: Desk) -> None:
    desk.room.before = stop_at("bo")
    desk.regrade(asked=("half.values",))
    desk.room.before = lambda _: None
    desk.regrade(asked=("half.values",))

    assert desk.room.asked == [("ada", ("half",)), ("bo", ("half",)), ("cy", ("half",))]
    desk.room.asked.clear()
    desk.regrade(asked=("half.values",))
    assert [name for name, _ in desk.room.asked] == ["ada", "bo", "cy"]


def test_a_regrade_that_ended_before_its_pages_writes_them_the_next_time(
    desk_with_pages: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_with_pages

    def end(*_: Any) -> Path:
        raise RuntimeError("power cut")

    desk.room.change(double="2")
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(regrade_module, "write_outputs", end)
        desk.regrade()
    assert not (desk.bench.out / "regrade.html").exists()
    desk.room.asked.clear()
    done = desk.regrade()

    assert desk.room.asked == []
    assert (done.graded, len(done.changes)) == (0, 3)
    assert (desk.bench.out / "regrade.html").exists()


def test_chosen_students_alone_are_graded_and_the_others_stay_stale(desk: Desk, tmp_path: Path) -> None:
    desk.room.change(double="2")
    done = desk.regrade(students=("bo",))

    assert desk.room.asked == [("bo", ("double",))]
    assert done.plan.left == ("ada", "cy")
    desk.grade()
    assert desk.room.asked == [("bo", ("double",))]
    desk.regrade()
    assert [name for name, _ in desk.room.asked] == ["bo", "ada", "cy"]
    assert without_seconds(desk.results()) == without_seconds(desk.fresh(tmp_path / "fresh"))


def test_a_student_who_was_not_chosen_and_has_no_result_keeps_the_row_and_the_decided_mark(
    desk_with_pages: Desk,
) -> None:
    desk = desk_with_pages
    roster = Delivery(roster=parse_roster("number,name\n1,Ada\n2,Bo\n3,Cy\n4,Dee\n"))
    order = structs.replace(desk.bench.order(exercises=("double", "half"), hidden_checks=False), delivery=roster)
    run = desk.bench.out.with_name("other")
    grade_class(structs.replace(order, out=run), desk.bench.plugins(), desk.bench.watcher)
    with Store(run, writing=True) as store:
        store.history.decide("4", 5.25, "ill")
    desk.bench.hand_in(dee=ALL)
    desk.regrade(run=run, delivery=roster, students=("1",), asked=("half",))

    gradebook = (run / "gradebook.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in gradebook[1:]] == ["1", "2", "3", "4"]
    assert gradebook[4].startswith("4,,,5.25,6,87.5,not graded,")
    desk.regrade(run=run, delivery=roster)
    assert "4,3,3,5.25,6,87.5,graded," in (run / "gradebook.csv").read_bytes().decode()


def test_grade_continues_with_the_new_course_after_a_regrade(desk: Desk) -> None:
    desk.room.change(double="2")
    with pytest.raises(UsageError, match="torchgrade regrade"):
        desk.grade()
    desk.regrade()
    desk.bench.hand_in(dee=ALL)
    desk.room.asked.clear()
    desk.grade()

    assert desk.room.asked == [("dee", ())]


def test_new_and_changed_submissions_are_graded_in_full(desk: Desk) -> None:
    desk.bench.hand_in(bo=ALL, dee="half.values")
    done = desk.regrade()

    assert desk.room.asked == [("bo", ()), ("dee", ())]
    assert desk.changes(done) == {"bo": (2.0, 6.0), "dee": (None, 3.0)}


def test_a_submission_that_is_gone_keeps_its_result(desk: Desk) -> None:
    (desk.bench.inputs / "ada.py").unlink()
    desk.room.change(double="2")
    done = desk.regrade()

    assert [name for name, _ in desk.room.asked] == ["bo", "cy"]
    assert done.plan.gone == ("ada",)
    assert [part.file for part in desk.results()[0].exercises] == ["version 1", "version 1"]
    with Store(desk.bench.out, writing=False) as store:
        assert store.gone() == {"ada"}


def test_an_error_of_ours_is_tried_again_and_the_mark_before_it_is_compared(desk: Desk) -> None:
    desk.room.change(double="2")
    desk.room.fails = lambda job: job.submission == "bo"
    first = desk.regrade()
    desk.room.fails = lambda _: False
    desk.room.asked.clear()
    second = desk.regrade()

    assert desk.changes(first)["bo"] == (2.0, None)
    assert desk.room.asked == [("bo", ())]
    assert desk.changes(second) == {"bo": (2.0, 2.0)}


def test_other_versions_make_everything_stale(desk: Desk, tmp_path: Path) -> None:
    desk.room.change(torch="3")
    done = desk.regrade()

    assert desk.room.asked == [("ada", ()), ("bo", ()), ("cy", ())]
    assert [one["values"]["now"] for one in done.news.versions] == ["3"]
    assert without_seconds(desk.results()) == without_seconds(desk.fresh(tmp_path / "fresh"))


def test_an_exercise_that_left_the_course_leaves_the_totals_and_runs_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.room.course = course_of({"half": "1"})
    done = desk.regrade()

    assert (desk.room.asked, done.news.removed) == ([], ("double",))
    assert desk.changes(done) == {"ada": (6.0, 3.0), "bo": (2.0, 0.0), "cy": (3.0, 3.0)}
    fresh = desk.fresh(tmp_path / "fresh", exercises=("half",))
    assert without_seconds(desk.results()) == without_seconds(fresh)
    desk.grade(exercises=("half",))


def test_the_course_must_have_an_exercise_of_the_run(desk: Desk) -> None:
    desk.room.course = course_of({})
    with pytest.raises(UsageError, match="No installed course has an exercise"):
        desk.regrade()


def test_an_exercise_of_the_course_joins_the_run_when_it_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    checks = {**CHECKS, "triple": {"triple.values": 1.5}}
    desk.room.change(checks, triple="1")
    done = desk.regrade(exercises=("double", "half", "triple"))

    assert desk.room.asked == [("ada", ("triple",)), ("bo", ("triple",)), ("cy", ("triple",))]
    assert done.news.joined == ("triple",)
    fresh = desk.fresh(tmp_path / "fresh", exercises=("double", "half", "triple"))
    assert without_seconds(desk.results()) == without_seconds(fresh)


def test_changed_points_are_said_and_counted(desk: Desk) -> None:
    desk.room.change({**CHECKS, "half": {"half.values": 4.5}}, half="2")
    done = desk.regrade()

    assert done.news.points == (("half", 3.0, 4.5),)
    assert desk.changes(done) == {"ada": (6.0, 7.5), "bo": (2.0, 2.0), "cy": (3.0, 4.5)}
    assert {one.max_after for one in done.changes} == {7.5}


def test_a_mark_that_a_person_decided_survives(desk_with_pages: Desk) -> None:
    desk = desk_with_pages
    with Store(desk.bench.out, writing=True) as store:
        store.history.decide("bo", 5.5, "late by one minute")
    desk.room.change(double="2")
    desk.room.passes = lambda check, text: check == "double.large" or check in text
    done = desk.regrade()

    assert [(one.key, one.after, one.decided) for one in done.changes if one.decided] == [("bo", 3.0, 5.5)]
    assert "You decided this mark: 5.5 still counts." in (desk.bench.out / "regrade.html").read_text("utf-8")
    assert "bo,2,6,3,6,1,5.5,double.large +1\r\n" in (desk.bench.out / "regrade.csv").read_bytes().decode()


def test_a_roster_is_read_again_and_students_are_named_by_their_numbers(desk: Desk, tmp_path: Path) -> None:
    roster = Delivery(roster=parse_roster("number,name,email\n1,Ada,ada@example.edu\n2,Bo,bo@example.edu\n3,Cy,\n"))
    order = structs.replace(
        desk.bench.order(exercises=("double", "half"), hidden_checks=False), out=tmp_path / "other", delivery=roster
    )
    grade_class(order, desk.bench.plugins(), desk.bench.watcher)
    desk.room.asked.clear()
    desk.room.change(double="2")
    desk.regrade(run=tmp_path / "other", delivery=roster, students=("bo@example.edu", "1"))

    assert [name for name, _ in desk.room.asked] == ["1", "2"]


def test_a_dry_run_plans_and_writes_nothing(desk: Desk) -> None:
    desk.room.change(double="2")
    before = sorted(path.name for path in desk.bench.out.iterdir())
    done = desk.regrade(is_dry=True)

    assert [(one.found.submission, one.changed) for one in done.plan.due] == [
        ("ada", ("double",)), ("bo", ("double",)), ("cy", ("double",)),
    ]  # fmt: skip
    assert desk.room.asked == []
    assert sorted(path.name for path in desk.bench.out.iterdir()) == before


def test_a_run_of_an_earlier_version_is_graded_again_in_full_if_the_course_changed(desk: Desk) -> None:
    with Store(desk.bench.out, writing=True) as store:
        keys = dict(store._database.execute("SELECT submission, key FROM results").fetchall())
        for result in store.results():
            store.keep(keys[result.submission], result, Made())
    assert desk.regrade().plan.due == ()
    desk.room.change(double="2")
    desk.regrade()

    assert desk.room.asked == [("ada", ()), ("bo", ()), ("cy", ())]


def test_the_submissions_may_have_moved(desk: Desk, tmp_path: Path) -> None:
    desk.bench.inputs.rename(tmp_path / "moved")
    desk.room.change(double="2")
    desk.regrade(paths=(tmp_path / "moved",))

    with Store(desk.bench.out, writing=False) as store:
        sources = store.register.sources()
    assert sources is not None
    assert sources.paths == (str(tmp_path / "moved"),)
    assert [name for name, _ in desk.room.asked] == ["ada", "bo", "cy"]


def test_a_run_without_results_is_refused(desk: Desk, tmp_path: Path) -> None:
    with Store(tmp_path / "empty", writing=True):
        pass
    with pytest.raises(UsageError, match="no graded submission"):
        desk.regrade(run=tmp_path / "empty")


def test_hidden_checks_need_the_solutions_of_the_installed_exercises(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    with Store(desk.bench.out, writing=True) as store:
        kept = store.kept()
        assert kept is not None
        store.keep_configuration(structs.replace(kept, config=structs.replace(kept.config, hidden_checks=True)))
    monkeypatch.setattr(regrade_module, "require_solutions", lambda names, plugins: asked.append(names))
    monkeypatch.setattr(regrade_module, "outlines", lambda plugins: [type("Outline", (), {"name": "half"})])
    desk.regrade()

    assert asked == [("half",)]


def test_errors_leave_the_run_unfinished_and_no_status_is_lost(desk: Desk) -> None:
    desk.room.change(double="2")
    desk.room.fails = lambda job: job.submission == "cy"
    done = desk.regrade()

    statuses = {one.submission: {part.status for part in one.exercises} for one in done.results}
    assert statuses == {"ada": {Status.GRADED}, "bo": {Status.GRADED}, "cy": {Status.ERROR}}


def test_another_place_with_a_part_of_the_class_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_text(ALL)
    with pytest.raises(UsageError, match=r"does not contain 2 submissions of this run, such as bo, cy\."):
        desk.regrade(paths=(tmp_path / "ada.py",), is_moved=True, asked=("double",))
    with Store(desk.bench.out, writing=False) as store:
        assert store.gone() == frozenset()
