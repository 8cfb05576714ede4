"""The command that writes a sample class."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import UsageError
from torchgrade_d2l_solutions.demo import MESSAGES, write_class

ENGLISH = catalogue_for([MESSAGES])


def test_the_class_has_submissions_and_keeps_a_file_that_is_there(tmp_path: Path) -> None:
    place = write_class(tmp_path, ENGLISH)
    first = next(path for path in sorted(place.rglob("*")) if path.is_file())
    first.write_text("mine")

    assert write_class(tmp_path, ENGLISH) == place
    assert len(list(place.iterdir())) >= 12
    assert first.read_text() == "mine"


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "torchgrade cannot write the sample class to "), ("zh", "torchgrade 无法把示例班级写入 ")],
)
def test_a_folder_that_cannot_be_written_is_named(language: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match=message) as caught:
        write_class(tmp_path / "file", catalogue_for([MESSAGES], language))
    assert "Not a directory" in str(caught.value)
