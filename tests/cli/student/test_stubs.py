"""Texts of exercises, and writing them without replacing anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from torchgrade.cli.student import stubs
from torchgrade.cli.student.stubs import make_folder, read_materials, write_new
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.errors import CourseError, UsageError
from torchgrade.plugins.manager import Plugins

CATALOGUE = catalogue_for()
OUTLINE = outlines(Plugins())[0]


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("mine")

    assert not write_new(path, "new", CATALOGUE)
    assert path.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.py").symlink_to(tmp_path / "outside.py")

    assert not write_new(tmp_path / "work" / "a.py", "new", CATALOGUE)
    assert not (tmp_path / "outside.py").exists()


def test_nothing_is_left_of_a_file_that_could_not_be_written_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def full(path: Path, *arguments: object, **further: object) -> object:
        file = real(path, *arguments, **further)  # type: ignore[arg-type]
        file.close()
        return open("/dev/full", "w")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(UsageError, match="No space left"):
        write_new(tmp_path / "a.py", "new", CATALOGUE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file", "file/deeper"])
def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match=str(tmp_path / "file")):
        make_folder(tmp_path / name, CATALOGUE)

    assert (tmp_path / "file").read_text() == "mine"


def test_a_name_that_is_none_in_python_never_becomes_a_path() -> None:
    with pytest.raises(CourseError, match=r"'\.\./f'"):
        read_materials([structs.replace(OUTLINE, name="../f")], "en", CATALOGUE)


def test_an_exercise_without_a_language_has_the_english_statement() -> None:
    (material,) = read_materials([OUTLINE], "fr", CATALOGUE)

    assert material.language == "en"
    assert material == read_materials([OUTLINE], "en", CATALOGUE)[0]


def test_an_exercise_without_a_statement_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stubs, "read_statement", lambda *_: None)

    with pytest.raises(UsageError, match=f"{OUTLINE.name} has no statement"):
        read_materials([OUTLINE], "zh", CATALOGUE)
