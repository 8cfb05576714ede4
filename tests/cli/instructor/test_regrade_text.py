"""Words of ``torchgrade regrade``."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from torchgrade.cli.instructor.regrade_text import RegradeText
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.found import Found
from torchgrade.grading.news import News
from torchgrade.grading.planning import Plan
from torchgrade.grading.regrade import Regraded
from torchgrade.grading.stale import Due, Reason
from torchgrade.model.changes import Change, CheckChange
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.phrases import phrase

NEWS = News(graded=("double", "half"))
PAGE = Path("run/index.html")


def found(name: str) -> Found:
    return Found(submission=name, path=Path(name), files=[])


def said(done: Regraded, *, is_dry: bool = False, language: str = "en") -> str:
    stream = io.StringIO()
    RegradeText(catalogue_for(language=language), Screen(stream), Path("run")).write(done, is_dry=is_dry)
    return stream.getvalue()


def row(key: str, points: float | None, *checks: tuple[str, float], decided: float | None = None) -> Change:
    return Change(
        key=key, submission=key, before=None if points is None else 2.0, after=2.0 + (points or 0.0),
        max_before=5.0, max_after=5.0, decided=decided,
        checks=tuple(CheckChange(check=check, points=value) for check, value in checks),
    )  # fmt: skip


PLAN = Plan(
    due=(
        Due(found=found("ada"), changed=("double",), asked=("half",), is_partial=True),
        Due(found=found("bo"), changed=("double",), is_partial=True),
        Due(found=found("cy"), reason=Reason.CHANGED),
        Due(found=found("dee"), is_partial=True),
    ),
    left=("eve\x1b[31m",),
    gone=("finn",),
)


def test_nothing_to_do_is_said_and_that_nothing_changed() -> None:
    nothing = Regraded(plan=Plan(due=()), news=NEWS)
    assert (
        said(nothing)
        == "Every result is up to date. Nothing was graded again. To grade a check again anyway, add --check ID.\n"
    )
    assert (
        said(nothing, is_dry=True)
        == "Every result is up to date. Nothing would be graded again. To grade a check again anyway, add --check ID.\n"
    )


def test_a_plan_gives_each_reason_with_its_exercises_and_the_number_of_submissions() -> None:
    assert said(Regraded(plan=PLAN, news=NEWS), is_dry=True).splitlines() == [
        "Scope of the regrade:",
        "  2 submissions, double: the checks, the reference or the shared files changed",
        "  1 submission, half: you named it with --check",
        "  1 submission, all exercises: the submitted files changed",
        "  1 submission, all exercises: only the selection or the order of the exercises changed; no code runs",
        "Not chosen, so not up to date: eve\\x1b[31m. Run `torchgrade regrade run` to grade them.",
    ]


def test_changes_are_grouped_by_check_and_the_largest_are_named() -> None:
    changes = tuple(
        [row(f"s{n}", 1.0, ("double.large", 1.0)) for n in range(12)]
        + [row("t", -1.0, ("double.large", -1.0)), row("u", 0.0), row("v", None), row("w", 2.5, decided=3.0)]
    )
    done = Regraded(plan=PLAN, news=NEWS, page=PAGE, changes=changes, graded=4)
    lines = said(done).splitlines()

    assert "  double.large: 12 students +1, 1 student −1" in lines
    marks = lines[lines.index("Largest changes:") + 1 :]
    assert marks[:3] == [
        "  v: no total → 2", "  w: 2 → 4.5 (+2.5); your mark 3 still counts", "  s0: 2 → 3 (+1)",
    ]  # fmt: skip
    assert lines[-3:] == [
        "Rows whose mark you decided keep that mark: 1.",
        "4 graded again. Gain: 13; lose: 1; unchanged: 1.",
        "Who gains and who loses: run/regrade.html",
    ]


def test_no_change_a_stop_and_an_unfinished_regrade_are_said() -> None:
    done = Regraded(plan=PLAN, news=NEWS, page=PAGE, changes=(row("u", 0.0),), graded=1)
    assert "No mark changed." in said(done)
    assert "3 submissions are still to do. Repeat the command to continue." in said(done)
    stopped = Regraded(plan=PLAN, news=NEWS, graded=1, stopped=True)
    assert said(stopped).endswith("Stopped. 1 results are kept, 3 are still to do. Repeat the command to continue.\n")


def test_a_regrade_that_goes_on_says_so() -> None:
    generation = Generation(number=2, kind=GradingKind.REGRADE, at="")
    plan = Plan(due=PLAN.due, interrupted=generation)
    assert said(Regraded(plan=plan, news=NEWS), is_dry=True).startswith(
        "A regrade was interrupted; this command continues it.\n"
    )


@pytest.mark.parametrize(
    ("news", "text"),
    [
        (
            News(graded=(), versions=(phrase("error.run.difference", what="torch", before="2", now="3"),)),
            "The versions changed, so every result is graded again: torch was 2, now 3.",
        ),
        (
            News(graded=(), removed=("double",)),
            "No longer in the course, so totals no longer count them: double. Earlier results keep these points.",
        ),
        (News(graded=(), joined=("half",)), "This run now also grades half."),
        (
            News(graded=("double", "half"), added=("triple",)),
            (
                "The course has new exercises: triple. This run does not grade them. To add them: "
                "--exercises double,half,triple"
            ),
        ),
        (News(graded=(), points=(("half", 3.0, 4.5),)), "half: 3 points before, 4.5 points now."),
    ],
)
def test_news_of_the_course_come_first(news: News, text: str) -> None:
    assert said(Regraded(plan=PLAN, news=news), is_dry=True).splitlines()[0] == text


def test_many_names_are_cut() -> None:
    gone = tuple(f"s{n}" for n in range(10))
    done = Regraded(plan=Plan(due=PLAN.due, gone=gone, left=gone), news=NEWS, page=PAGE)
    text = said(done)
    assert "their results stay as they are: s0, s1, s2, s3, s4, s5, s6, s7 and 2 more." in text
    assert "so not up to date: s0, s1, s2, s3, s4, s5, s6, s7 and 2 more." in text


def test_everything_is_said_in_chinese() -> None:
    done = Regraded(plan=PLAN, news=NEWS, page=PAGE, changes=(row("ada", 1.0, ("double.large", 1.0)),), graded=1)
    text = said(done, language="zh")
    assert "  2 份提交，double：检查项、参考实现或共用文件有变化" in text
    assert "  double.large：1 名学生 +1" in text
    assert "  ada：2 → 3（+1）" in text
