"""Earlier attempts of a delivery: graded once, kept as history, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from torchgrade.deliveries.pattern import Pattern
from torchgrade.deliveries.reading import Delivery
from torchgrade.grading.class_run import Summary, grade_class
from torchgrade.grading.store import Store
from torchgrade.grading.views import Attempts
from torchgrade.plugins import hookimpl

if TYPE_CHECKING:
    from torchgrade.deliveries.judge_request import JudgeRequest
    from torchgrade.model.results import SubmissionResult

DATED = r"(?P<name>[a-z]+)_(?P<timestamp>\d{4}-\d\d-\d\d-\d\d-\d\d)\.py"
NUMBERED = r"(?P<name>[a-z]+)_(?P<timestamp>\d)\.py"


def points_of(request: JudgeRequest) -> float | None:
    """Give the number in the file."""
    return float(request.files[0].data)


def run(bench: Any, pattern: str = DATED, *, all_attempts: bool = True) -> Summary:
    bench.executor.verdict = points_of
    delivery = Delivery(pattern=Pattern(pattern), all_attempts=all_attempts)
    return grade_class(structs.replace(bench.order(), delivery=delivery), bench.plugins(), bench.watcher)


def attempts(bench: Any) -> list[tuple[str, float | None, str, int]]:
    with Store(bench.out, writing=False) as store:
        return [(one.submission, one.points, one.at, one.generation) for one in tuple(Attempts(store.source))]


def hand_in(bench: Any, *days: int, name: str = "ada") -> None:
    """Hand in an attempt of each day, which earns as many tenths of a point."""
    for day in days:
        bench.hand_in(**{f"{name}_2026-11-{day:02}-10-00": f"{day / 10}"})


def test_earlier_attempts_are_history_and_the_last_one_is_the_mark(bench: Any) -> None:
    hand_in(bench, 1, 3, 2)
    hand_in(bench, 4, name="bob")
    summary = run(bench)

    assert [(result.submission, result.points) for result in summary.results] == [("ada", 0.3), ("bob", 0.4)]
    assert (summary.graded, summary.earlier, summary.left) == (2, 2, 0)
    assert bench.watcher.plan == (4, 0)
    assert attempts(bench) == [
        ("ada", 0.1, "2026-11-01 10:00:00", 1),
        ("ada", 0.2, "2026-11-02 10:00:00", 1),
        ("ada", 0.3, "2026-11-03 10:00:00", 1),
        ("bob", 0.4, "2026-11-04 10:00:00", 1),
    ]
    assert "Marks over time" in (bench.out / "index.html").read_text("utf-8")
    assert "Changes since" in (bench.out / "students" / "ada.html").read_text("utf-8")


def test_without_the_option_only_the_last_attempt_is_graded(bench: Any) -> None:
    hand_in(bench, 1, 2)
    summary = run(bench, all_attempts=False)

    assert (summary.graded, summary.earlier) == (1, 0)
    assert attempts(bench) == []


def test_nothing_is_graded_twice_week_after_week(bench: Any) -> None:
    hand_in(bench, 1, 2)
    run(bench)
    run(bench)
    assert len(bench.executor.asked) == 2
    hand_in(bench, 3, 4)
    run(bench)
    run(bench)

    assert len(bench.executor.asked) == 4
    assert [(points, generation) for _, points, _, generation in attempts(bench)] == [
        (0.1, 1),
        (0.2, 1),
        (0.3, 2),
        (0.4, 2),
    ]


def test_an_attempt_before_the_graded_one_is_placed_before_it(bench: Any) -> None:
    for number in (1, 2):
        bench.hand_in(**{f"ada_{number}": f"{number / 10}"})
    run(bench, NUMBERED, all_attempts=False)
    run(bench, NUMBERED)

    assert [points for _, points, _, _ in attempts(bench)] == [0.1, 0.2]


def test_the_same_files_again_are_no_attempt(bench: Any) -> None:
    for number, text in enumerate(("1", "2", "1", "2")):
        bench.hand_in(**{f"ada_{number}_hw": text})
    run(bench, r"(?P<name>[a-z]+)_(?P<timestamp>\d)_(?P<file>.+)")

    assert len(bench.executor.asked) == 2
    assert [points for _, points, _, _ in attempts(bench)] == [1.0, 2.0]


def test_an_interrupted_run_goes_on_where_it_was(bench: Any) -> None:
    hand_in(bench, 1, 2, 3)

    calls = 0

    def verdict(request: JudgeRequest) -> float | None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return points_of(request)

    bench.executor.verdict = verdict
    delivery = Delivery(pattern=Pattern(DATED), all_attempts=True)
    order = structs.replace(bench.order(), delivery=delivery)
    stopped = grade_class(order, bench.plugins(), bench.watcher)
    assert (stopped.stopped, stopped.earlier, stopped.left) == (True, 1, 1)
    assert [result.points for result in stopped.results] == [0.3]
    summary = run(bench)

    assert (summary.graded, summary.earlier, summary.left) == (0, 1, 0)
    assert [(points, generation) for _, points, _, generation in attempts(bench)] == [(0.1, 1), (0.2, 1), (0.3, 1)]


def test_an_error_of_ours_in_an_earlier_attempt_is_tried_again(bench: Any) -> None:
    hand_in(bench, 1, 2)
    broken = [True]

    def verdict(request: JudgeRequest) -> float | None:
        return None if broken and float(request.files[0].data) == 0.1 else points_of(request)

    delivery = Delivery(pattern=Pattern(DATED), all_attempts=True)
    order = structs.replace(bench.order(), delivery=delivery)
    bench.executor.verdict = verdict
    grade_class(order, bench.plugins(), bench.watcher)
    assert attempts(bench) == []
    broken.clear()
    grade_class(order, bench.plugins(), bench.watcher)

    assert [points for _, points, _, _ in attempts(bench)] == [0.1, 0.2]


def test_an_attempt_that_never_counted_is_no_mark_of_an_earlier_grading(bench: Any) -> None:
    hand_in(bench, 2)
    run(bench)
    hand_in(bench, 1, 3, 4)
    run(bench)

    with Store(bench.out, writing=False) as store:
        before = store.history.results_before(2)
    assert [(name, result.points) for name, result in before.items()] == [("ada", 0.2)]
    assert [points for _, points, _, _ in attempts(bench)] == [0.1, 0.2, 0.3, 0.4]


def test_a_plugin_hears_of_the_attempt_that_counts_only(bench: Any) -> None:
    heard: list[float | None] = []

    class Hears:
        @hookimpl
        def torchgrade_submission_graded(self, result: SubmissionResult) -> None:
            heard.append(result.points)

    bench.extra.append(Hears())
    hand_in(bench, 1, 2)
    run(bench)

    assert heard == [0.2]
