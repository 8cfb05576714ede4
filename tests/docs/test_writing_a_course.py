"""docs/writing-a-course.md is run word for word, as a new author would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.fresh import ROOT, FreshEnvironment
from tests.docs.walking import Command, File, follows, steps, walk

DOCUMENT = (ROOT / "docs" / "writing-a-course.md").read_text("utf-8")


def test_the_document_shows_files_and_commands() -> None:
    found = list(steps(DOCUMENT))

    assert len([step for step in found if isinstance(step, File)]) > 15
    assert next(step.text for step in found if isinstance(step, Command)).startswith("torchgrade new course tinynets")


@pytest.mark.parametrize(
    ("wanted", "lines", "is_so"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a", "b"), ["a", "c", "b"], False),
        (("a", "...", "b"), ["a", "c", "b"], True),
        (("a", "..."), ["a", "c", "b"], True),
        (("...", "b"), ["a", "b", "c"], False),
        (("61 passed in ...",), ["61 passed in 3.2s"], True),
        (("61 passed in ...",), ["60 passed in 3.2s"], False),
        ((), [], True),
        (("a",), [], False),
    ],
)
def test_dots_stand_for_any_lines_and_nothing_else_does(wanted: tuple[str, ...], lines: list[str], is_so: bool) -> None:
    assert follows(wanted, lines) is is_so


@pytest.mark.long
@pytest.mark.timeout(2400)
def test_everything_that_the_document_says_happens(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()

    walk(DOCUMENT, FreshEnvironment(tmp_path / "environment"), folder)
