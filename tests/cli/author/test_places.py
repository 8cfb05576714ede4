"""The course of the current folder is found from inside, from above and where the solutions are beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.author.places import find_course
from torchgrade.cli.author.refusing import RefusedError
from torchgrade.model.phrases import listed


def touch(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the package of a course, as ``torchgrade new course`` writes it."""
    touch(tmp_path / "pyproject.toml")
    touch(tmp_path / "tinynets" / "course.toml")
    touch(tmp_path / "tinynets" / "basics" / "relu" / "checks.py")
    touch(tmp_path / "solutions" / "tinynets_solutions" / "__init__.py")
    touch(tmp_path / "tests" / "conftest.py")
    return tmp_path


@pytest.mark.parametrize("inside", ["", "tinynets", "tinynets/basics/relu", "tests", "solutions"])
def test_the_course_is_found_from_every_folder_of_it(root: Path, inside: str) -> None:
    places = find_course(root / inside)

    assert places.course_file == root / "tinynets" / "course.toml"
    assert places.solutions == root / "solutions" / "tinynets_solutions"
    assert places.corpus == root / "tests" / "corpus"


def test_solutions_and_tests_may_be_beside_the_project(tmp_path: Path) -> None:
    touch(tmp_path / "exercises" / "pyproject.toml")
    touch(tmp_path / "exercises" / "d2l" / "course.toml")
    touch(tmp_path / "solutions" / "d2l_solutions" / "__init__.py")
    (tmp_path / "tests").mkdir()

    places = find_course(tmp_path / "exercises")

    assert places.solutions == tmp_path / "solutions" / "d2l_solutions"
    assert places.corpus == tmp_path / "tests" / "corpus"


def test_missing_solutions_are_named(root: Path) -> None:
    (root / "solutions" / "tinynets_solutions" / "__init__.py").unlink()

    with pytest.raises(RefusedError) as refused:
        find_course(root)

    assert refused.value.message_id == "author.course.solutions"


def test_several_courses_in_one_folder_are_named(root: Path) -> None:
    touch(root / "another" / "course.toml")

    with pytest.raises(RefusedError) as refused:
        find_course(root)

    assert refused.value.values["names"] == listed(["another", "tinynets"])


def test_a_course_beside_the_current_folder_is_not_meant(tmp_path: Path) -> None:
    touch(tmp_path / "loose" / "course.toml")
    (tmp_path / "here").mkdir()

    with pytest.raises(RefusedError) as refused:
        find_course(tmp_path / "here")

    assert refused.value.message_id == "author.course.missing"
