"""The shipped data set says whether its files are there."""

from __future__ import annotations

from pathlib import Path

from torchgrade_d2l.data.files import folder, synthetic_fashion


def test_the_shipped_files_are_there() -> None:
    found = synthetic_fashion("")

    assert found.there
    assert Path(found.place) == folder()


def test_another_folder_is_looked_at_where_one_is_named(tmp_path: Path) -> None:
    found = synthetic_fashion(str(tmp_path))

    assert (found.there, found.place) == (False, str(tmp_path))
    assert "Install torchgrade-d2l again" in found.next
