"""TOML files of a course, and the lines that errors name."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.tables import course_error, read_table
from torchgrade.errors import CourseError
from torchgrade.model.told import in_language

TEXT = """\
# a comment
title = "A"
[checks]
rows.en = "Rows"
"odd name".title.en = "x"

[[topics]]
name = "t"
[curve.loss]
en = "Loss"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "some.toml"
    place.write_text(TEXT)
    return place


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("title",), 2),
        (("checks",), 3),
        (("checks", "rows"), 4),
        (("checks", "rows", "en"), 4),
        (("checks", "rows", "zh"), 3),
        (("checks", "odd name", "title"), 5),
        (("topics", "name"), 8),
        (("curve", "loss", "en"), 10),
    ],
)
def test_an_error_names_the_line_of_its_key_or_of_the_table_around_it(
    file: Path, keys: tuple[str, ...], line: int
) -> None:
    error = course_error(file, keys, "twice", name="a")

    assert str(error) == f"{file}, line {line}: 'a' is named twice; remove one of them."


def test_an_error_of_a_key_that_the_file_lacks_names_the_file(file: Path) -> None:
    assert str(course_error(file, ("section",), "twice", name="a")).startswith(f"{file}: 'a' is")
    assert "gone.toml: 'a' is" in str(course_error(file.with_name("gone.toml"), ("title",), "twice", name="a"))


def test_an_error_can_be_read_in_chinese_with_its_place(file: Path) -> None:
    error = course_error(file, ("title",), "twice", name="a")

    assert in_language(error, catalogue_for(language="zh")) == f"{file} 第 2 行：“a”列出了两次；请删除其中一个。"


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "damaged.toml"
    file.write_text('a = "b"\nc =\n')
    with pytest.raises(CourseError, match=r"damaged.toml cannot be read: .*line 2"):
        read_table(file)
