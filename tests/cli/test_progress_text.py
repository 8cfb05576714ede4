"""The progress in a folder, as lines."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from torchgrade.cli.progress_text import ProgressText
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.solved import Progress, State
from torchgrade.courses.catalogues import catalogue_for


def written(*found: Progress, language: str = "en", place: Path | None = None) -> str:
    stream = io.StringIO()
    text = ProgressText(Screen(stream), catalogue_for(language=language), None, place)
    for one in found:
        text.exercise("softmax", one, 3.0, 2)
    assert text.write_total() is any(one.state is not State.ABSENT for one in found)
    return stream.getvalue()


def test_the_total_counts_the_points_of_passed_checks_and_speaks_of_checks_here_only() -> None:
    text = written(
        Progress(state=State.SOLVED, passed=("a", "b"), points=3.0),
        Progress(state=State.CHECKED, passed=("a",), points=0.5),
    )

    assert text == (
        "    ✓ solved: every check that runs here passed (2 of 2)\n"
        "    ✗ 1 of 2 checks passed\n"
        "You have 3.5 of 6 points that can be checked here; solved: 1 of 2 exercises.\n"
        "To check the functions that are written:\n"
        "  torchgrade check\n"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("state", State)
def test_every_state_has_words(state: State, language: str) -> None:
    lines = written(Progress(state=state), language=language).splitlines()

    assert lines[0].startswith("    ")
    assert len(lines[0].split(maxsplit=1)[1]) > 2


def test_nothing_is_left_to_check_if_every_function_is_solved_or_a_stub() -> None:
    text = written(Progress(state=State.SOLVED, passed=("a", "b"), points=3.0), Progress(state=State.NOT_STARTED))

    assert "torchgrade check" not in text


def test_a_place_is_quoted_for_the_shell() -> None:
    assert written(Progress(state=State.CHANGED), place=Path("my work")).endswith("  torchgrade check 'my work'\n")


def test_without_progress_nothing_is_written() -> None:
    assert written() == ""
