"""A course says in which languages it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.languages import languages_in, languages_of
from torchgrade.errors import CourseError


def written(tmp_path: Path, line: str) -> Path:
    file = tmp_path / "course.toml"
    file.write_text(f'title = "T"\n{line}\n')
    return file


@pytest.mark.parametrize(
    ("line", "languages"),
    [("", ("en", "zh")), ('languages = ["en"]', ("en",)), ('languages = ["zh", "en"]', ("en", "zh"))],
)
def test_a_course_has_both_languages_unless_it_says_otherwise(
    tmp_path: Path, line: str, languages: tuple[str, ...]
) -> None:
    assert languages_in(written(tmp_path, line)) == languages


@pytest.mark.parametrize("line", ['languages = "en"', 'languages = ["zh"]', 'languages = ["en", "de"]'])
def test_other_languages_are_the_authors_error_with_file_line_and_fix(tmp_path: Path, line: str) -> None:
    with pytest.raises(CourseError, match=r'course.toml, line 2: languages is .*; write languages = \["en"\]'):
        languages_in(written(tmp_path, line))


def test_the_course_of_the_chapter_is_in_both_languages() -> None:
    assert languages_of("torchgrade_d2l") == ("en", "zh")
