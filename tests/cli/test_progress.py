"""What a person sees while a class is graded."""

from __future__ import annotations

import io
import itertools

import pytest

from torchgrade.cli.progress import Pace, PlainProgress, duration, say_result, show_progress
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import phrase
from torchgrade.model.results import SubmissionResult

ENGLISH = catalogue_for()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def result_of(submission: str, points: float | None = 12.5) -> SubmissionResult:
    return SubmissionResult(
        submission=submission, points=points, max_points=19.0, sandbox=SandboxLevel.NONE, seconds=1.0, exercises=[]
    )


def test_elsewhere_each_submission_is_a_line_with_rate_and_time_left() -> None:
    stream = io.StringIO()
    ticks = itertools.count(0.0, 2.0)
    progress = PlainProgress(stream, ENGLISH, lambda: next(ticks))
    progress.planned(12, 0)
    progress.graded(result_of("ada"))
    progress.graded(result_of("bo", None))

    assert stream.getvalue().splitlines() == [
        "[1/12] ada 12.5/19  0.5/s, 22 s left",
        "[2/12] bo not graded: torchgrade failed  0.5/s, 20 s left",
    ]


def test_what_an_earlier_start_kept_counts_as_done_and_not_for_the_rate() -> None:
    stream = io.StringIO()
    ticks = itertools.count(0.0, 1.0)
    progress = PlainProgress(stream, ENGLISH, lambda: next(ticks))
    progress.planned(100, 98)
    progress.graded(result_of("ada"))

    assert stream.getvalue().splitlines() == [
        "98 of 100 are already graded",
        "[99/100] ada 12.5/19  1.0/s, 1 s left",
    ]


def test_a_next_group_does_not_report_this_start_s_own_results_as_kept() -> None:
    stream = io.StringIO()
    progress = PlainProgress(stream, ENGLISH)
    progress.planned(4, 0)
    progress.graded(result_of("ada"))
    progress.planned(4, 1)

    assert len(stream.getvalue().splitlines()) == 1


def test_a_pipe_gets_no_escape_and_a_terminal_gets_a_bar() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    for stream in (pipe, terminal):
        with show_progress(ENGLISH, stream) as watcher:
            watcher.planned(2, 0)
            watcher.graded(result_of("[red]ada"))
            watcher.graded(result_of("bo"))

    assert "\x1b" not in pipe.getvalue()
    assert "2/2" in terminal.getvalue()
    assert "[red]ada" in pipe.getvalue()


def test_a_sentence_about_the_run_is_a_line_of_its_own_in_a_pipe_and_on_a_terminal() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    for stream in (pipe, terminal):
        with show_progress(ENGLISH, stream) as watcher:
            watcher.planned(2, 0)
            watcher.noticed(phrase("cluster.left", worker="[red]alpha"))

    assert pipe.getvalue() == "The worker [red]alpha is lost. Its submissions run again on other workers.\n"
    assert "The worker [red]alpha is lost." in terminal.getvalue()


def test_a_name_that_could_act_on_the_terminal_is_escaped() -> None:
    assert say_result(result_of("\x1b[31m\u202ex\n"), ENGLISH) == "\\x1b[31m\\u202ex\\x0a 12.5/19"


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "0 s"), (8, "8 s"), (180, "3 min"), (9000, "2.5 h")])
def test_durations_are_said_as_a_person_would(seconds: float, said: str) -> None:
    assert ENGLISH.words(duration(seconds)) == said


def test_the_time_left_is_never_negative() -> None:
    """Neither after a clock that jumps, nor where more was graded than was planned."""
    ticks = iter([100.0, 90.0, 50.0, 200.0])
    pace = Pace(2, 0, lambda: next(ticks))

    assert not any("-" in ENGLISH.words(pace.step()) for _ in range(3))


def test_a_chinese_line_has_no_english_word() -> None:
    stream = io.StringIO()
    ticks = itertools.count(0.0, 2.0)
    progress = PlainProgress(stream, catalogue_for(language="zh"), lambda: next(ticks))
    progress.planned(12, 3)
    progress.graded(result_of("王小明"))
    progress.graded(result_of("bo", None))

    assert stream.getvalue().splitlines() == [
        "共 12 份提交，其中 3 份之前已评分",
        "[4/12] 王小明 12.5/19  每秒 0.5 份，约剩 16 秒",
        "[5/12] bo：没有评分，torchgrade 出错  每秒 0.5 份，约剩 14 秒",
    ]
