"""What the words behind ``check`` and ``watch`` mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.cli.options import installed_assignments, installed_exercises
from torchgrade.cli.student.asked import Asked, only_of, read_words
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import UsageError
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Kind
from torchgrade.model.results import Environment
from torchgrade.plugins.manager import Plugins

CATALOGUE = catalogue_for()
PLUGINS = Plugins()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words(*given: str) -> Asked:
    return read_words(given, PLUGINS, CATALOGUE)


def refusal(*given: str) -> str:
    with pytest.raises(UsageError) as refused:
        words(*given)
    return str(refused.value)


def test_the_only_file_with_code_is_taken_where_none_is_named(place: Path) -> None:
    (place / "mine.ipynb").write_text("{}")
    (place / "notes.txt").write_text("")
    (place / ".hidden.py").write_text("")

    assert words() == Asked(file=Path("mine.ipynb"), exercises=installed_exercises(PLUGINS), checks=(), named=False)
    assert words(".").file == Path("mine.ipynb")


def test_a_document_is_taken_only_where_it_is_named(place: Path) -> None:
    for name in ("softmax.py", "softmax.md"):
        (place / name).write_text("")

    assert words().file == Path("softmax.py")
    assert words("softmax.md").file == Path("softmax.md")


def test_what_reset_has_kept_is_no_file_to_choose_from(place: Path) -> None:
    for name in ("mine.py", "mine.before-reset.py", "mine.before-reset-2.py"):
        (place / name).write_text("")

    assert words().file == Path("mine.py")


def test_exercises_and_checks_may_be_named_without_the_file(place: Path) -> None:
    (place / "mine.py").write_text("")
    asked = words("train_ch3", "softmax.rows")

    assert (asked.file, asked.exercises, asked.checks) == (
        Path("mine.py"), ("softmax", "train_ch3"), ("softmax.rows",)
    )  # fmt: skip


def test_an_assignment_stands_for_its_exercises(place: Path) -> None:
    (place / "mine.py").write_text("")
    core = installed_assignments(PLUGINS)["core"]

    assert words("mine.py", "core") == words("core")
    assert words("core").exercises == words("mine.py", *core).exercises == core
    assert words("core", "softmax.rows").exercises == core
    assert "Did you mean core?" in refusal("cor")


def test_the_option_of_an_assignment_adds_its_exercises_even_beside_a_folder_of_its_name(place: Path) -> None:
    (place / "core").mkdir()
    (place / "mine.py").write_text("")
    asked = read_words(["mine.py", "softmax"], PLUGINS, CATALOGUE, assignment="core")

    assert asked.exercises == installed_assignments(PLUGINS)["core"]
    assert asked.named


def test_a_file_that_is_called_like_an_exercise_is_the_file(place: Path) -> None:
    (place / "softmax").mkdir()
    (place / "softmax.py").write_text("")
    (place / "other.py").write_text("")

    assert words("softmax.py", "softmax").file == Path("softmax.py")
    assert words("softmax").file == Path()


def test_a_folder_that_is_called_like_an_exercise_is_the_folder_if_no_file_is_beside_it(place: Path) -> None:
    (place / "softmax").mkdir()
    for name in ("softmax.py", "sgd.py"):
        (place / "softmax" / name).write_text("")

    assert words("softmax").file == Path("softmax")
    assert not words("softmax").named
    assert words("softmax", "softmax").exercises == ("softmax",)
    assert words("softmax/softmax.py", "softmax").file == Path("softmax/softmax.py")


def test_the_file_may_stand_behind_the_exercises(place: Path) -> None:
    (place / "softmax.py").write_text("")

    assert words("sgd", "softmax.py") == words("softmax.py", "sgd")


def test_two_files_are_refused_with_the_folder_that_holds_both(place: Path) -> None:
    for name in ("softmax.py", "sgd.py"):
        (place / name).write_text("")

    assert refusal("sgd.py", "softmax.py").endswith("torchgrade check .")
    assert refusal("my work/a.py", "my work/b.py").endswith("torchgrade check 'my work'")


def test_several_files_here_mean_the_folder(place: Path) -> None:
    for name in ("b.py", "a.ipynb"):
        (place / name).write_text("")

    assert words().file == words(".").file == Path()
    assert words("sgd", "softmax.rows").words == ("sgd", "softmax.rows")


def test_a_folder_is_its_only_file_or_itself(place: Path) -> None:
    (place / "work").mkdir()
    (place / "work" / "a.ipynb").write_text("")
    assert words("work", "softmax").file == Path("work/a.ipynb")
    (place / "work" / "b.py").write_text("")
    assert words("work", "softmax").file == Path("work")


def test_no_file_here_says_how_to_name_one() -> None:
    assert refusal("softmax") == (
        "There is no .py file and no notebook (.ipynb) in this folder. Name your file: torchgrade check FILE softmax"
    )


@pytest.mark.parametrize("name", ["nix.py", "some/nix", "nix.ipynb"])
def test_a_file_that_is_not_there_is_said_to_be_missing(name: str) -> None:
    assert refusal(name) == f"There is no file {name}. Check its spelling."


def test_a_file_without_code_is_refused(place: Path) -> None:
    (place / "notes.txt").write_text("")
    (place / "folder.py").mkdir()

    assert "The grader cannot check notes.txt." in refusal("notes.txt")
    assert "no notebook (.ipynb) in folder.py" in refusal("folder.py")


def test_a_misspelt_exercise_is_guessed(place: Path) -> None:
    (place / "mine.py").write_text("")

    (place / "work").mkdir()

    assert "There is no file, folder, exercise or check sofmax. Did you mean softmax?" in refusal("sofmax")
    assert "Did you mean work?" in refusal("wrok")
    assert "Did you mean" in refusal("mine.py", "sofmax.rows")


def test_a_folder_will_do_where_it_is_watched(place: Path) -> None:
    (place / "work").mkdir()
    (place / "softmax").mkdir()

    assert read_words(["work", "softmax"], PLUGINS, CATALOGUE, folders=True).file == Path("work")
    assert read_words(["softmax"], PLUGINS, CATALOGUE, folders=True).file == Path("softmax")
    (place / "mine.py").touch()
    assert read_words(["softmax"], PLUGINS, CATALOGUE, folders=True).file == Path()
    assert read_words(["./softmax"], PLUGINS, CATALOGUE, folders=True).file == Path("softmax")


def course() -> CourseInfo:
    """Two exercises with two checks each."""
    exercises = [
        Exercise(
            exercise=name, topic="t", title=name, signature=f"{name}()", section="1",
            checks=tuple(
                CheckSpec(check=f"{name}.{check}", sentence="", kind=Kind.VALUE, points=1) for check in ("one", "two")
            ),
        )
        for name in ("a", "b")
    ]  # fmt: skip
    environment = Environment(torchgrade="1", python="3", torch="2", course="c", data="d")
    return CourseInfo(exercises=tuple(exercises), environment=environment)


def test_a_named_check_stands_alone_and_a_named_exercise_brings_all_of_its_checks() -> None:
    assert only_of((), course()) == ()
    assert only_of(("a.two",), course()) == ("a.two", "b.one", "b.two")


def test_checks_of_exercises_that_are_not_wanted_are_left_out() -> None:
    assert only_of((), course(), ("b",)) == ("b.one", "b.two")
    assert only_of(("a.two",), course(), ("a",)) == ("a.two",)
