"""``torchgrade start``: what it writes, and what becomes of that when it is graded."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import nbformat
import pytest

from torchgrade.cli.main import main
from torchgrade.cli.options import installed_assignments, installed_exercises
from torchgrade.cli.student import stubs
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.solutions import reference_of, solutions
from torchgrade.deliveries.installed import list_inputs
from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.model.outcomes import Status
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import Engine

PLUGINS = Plugins()
EXERCISES = installed_exercises(PLUGINS)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reference_texts() -> dict[str, str]:
    """Return the file that holds the reference solution of each exercise."""
    found = {}
    for name, source in solutions(PLUGINS).items():
        package, _, module = reference_of(source).partition(":")[0].rpartition(".")
        found[name] = (files(package) / f"{module}.py").read_text("utf-8")
    return found


def request_of(place: Path) -> JudgeRequest:
    """Return the only submission of a class, as ``grade`` takes it."""
    (found,) = list_inputs([place], None, PLUGINS, catalogue_for()).found
    job = read_request(found, catalogue_for())
    return JudgeRequest(submission=job.submission, digest=job.digest, files=job.files, problems=job.problems)


def written(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def test_each_exercise_gets_its_stub_and_its_statement(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["start", "a/mine"]) == 0
    shown = capsys.readouterr().out

    assert set(written(place / "a" / "mine")) == {f"{name}{suffix}" for name in EXERCISES for suffix in (".py", ".md")}
    assert "TODO" in (place / "a" / "mine" / "softmax.py").read_text()
    assert (place / "a" / "mine" / "softmax.md").read_text().startswith("# softmax(X)\n\nA linear model")
    assert shown.endswith(
        f"  torchgrade check a/mine/{EXERCISES[0]}.py {EXERCISES[0]}\n"
        "  torchgrade check a/mine\n"
        "  torchgrade watch a/mine\n"
    )
    assert max(map(len, shown.splitlines())) <= 80
    assert [path.name for path in place.iterdir()] == ["a"]


def test_statements_come_in_chinese_where_that_is_asked_for(place: Path) -> None:
    assert main(["start", "work", "--lang", "zh", "--exercises", "softmax"]) == 0

    assert set(written(place / "work")) == {"softmax.py", "softmax.md"}
    assert "线性模型" in (place / "work" / "softmax.md").read_text("utf-8")


def test_an_english_statement_in_place_of_a_missing_one_is_reported(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = stubs.read_statement
    monkeypatch.setattr(stubs, "read_statement", lambda outline, lang: read(outline, lang) if lang == "en" else None)

    assert main(["start", "work", "--html", "--lang", "zh", "--exercises", "softmax"]) == 0
    assert "是英文的" in capsys.readouterr().out
    assert "linear model" in (place / "work" / "softmax.md").read_text("utf-8")
    assert '<div class="statement" lang="en">' in (place / "work" / "softmax.html").read_text("utf-8")


@pytest.mark.parametrize("option", ["--exercises", "--assignment"])
def test_an_assignment_names_exercises(place: Path, option: str) -> None:
    assert main(["start", "work", option, "core"]) == 0

    assert {Path(name).stem for name in written(place / "work")} == set(installed_assignments(PLUGINS)["core"])


def test_a_file_that_is_there_is_left_and_said_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "work").mkdir()
    (place / "work" / "softmax.py").write_text("mine")
    assert main(["start", "work", "--exercises", "softmax"]) == 0
    shown = capsys.readouterr().out

    assert (place / "work" / "softmax.py").read_text() == "mine"
    assert "Kept, because the file already exists:\n  work/softmax.py\n" in shown
    assert "Written:\n  work/softmax.md\n" in shown


def test_nothing_written_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    main(["start", "work", "--exercises", "softmax"])
    capsys.readouterr()

    assert main(["start", "work", "--exercises", "softmax"]) == 0
    assert "Nothing was written." in capsys.readouterr().out


def test_json_names_what_was_written_and_what_was_left(capsys: pytest.CaptureFixture[str]) -> None:
    main(["start", "work", "--exercises", "softmax"])
    Path("work/softmax.md").unlink()
    capsys.readouterr()

    assert main(["start", "work", "--exercises", "softmax", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "folder": "work",
        "written": ["softmax.md"],
        "left": ["softmax.py"],
        "next": ["torchgrade", "check", "work/softmax.py", "softmax"],
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["file"], "file is a file. Name a folder"),
        (["work", "--exercises", "sofmax"], "Did you mean softmax?"),
        (["work", "--lang", "fr"], "There is no language fr."),
        ([], "DIR"),
    ],
)
def test_a_wrong_argument_writes_nothing(
    words: list[str], said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "file").write_text("mine")

    assert main(["start", *words]) == 2
    assert said in capsys.readouterr().err
    assert written(place) == {"file": b"mine"}


def test_a_notebook_is_named_after_the_course_or_the_assignment(place: Path) -> None:
    main(["start", "work", "--notebook"])
    main(["start", "work", "--notebook", "--exercises", "core"])
    main(["start", "one", "--notebook", "--exercises", "softmax"])

    assert set(written(place / "work")) == {"d2l.ipynb", "core.ipynb"}
    assert set(written(place / "one")) == {"d2l.ipynb"}


def test_a_notebook_is_written_with_the_same_bytes_again(place: Path) -> None:
    main(["start", "one", "--notebook"])
    main(["start", "two", "--notebook"])

    assert written(place / "one") == written(place / "two")


def test_statements_are_pages_beside_their_stubs(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["start", "work", "--html", "--exercises", "softmax,sgd"]) == 0
    shown = capsys.readouterr().out

    assert list(written(place / "work")) == [
        f"{name}.{end}" for name in ("sgd", "softmax") for end in ("html", "md", "py")
    ]
    page = (place / "work" / "softmax.html").read_text("utf-8")
    assert "<h1><bdi>softmax(X)</bdi></h1>" in page
    assert '<math display="block">' in page
    assert "torchgrade check softmax.py softmax" in page
    assert "  work/sgd.py\n  work/sgd.md\n  work/sgd.html\n  work/softmax.py\n" in shown
    assert "Next: open the statement (.html) in a browser" in shown


def test_a_page_is_in_the_language_of_its_statement(place: Path) -> None:
    main(["start", "work", "--html", "--lang", "zh", "--exercises", "softmax"])
    page = (place / "work" / "softmax.html").read_text("utf-8")

    assert '<html lang="zh">' in page
    assert "线性模型" in page
    assert "下一步" in page


def test_a_page_beside_a_notebook_names_the_notebook(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["start", "work", "--html", "--notebook", "--exercises", "softmax", "--json"])

    assert json.loads(capsys.readouterr().out)["written"] == ["d2l.ipynb", "softmax.html"]
    assert "torchgrade check d2l.ipynb softmax" in (place / "work" / "softmax.html").read_text("utf-8")


def test_a_page_that_is_there_is_left_and_said_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "work").mkdir()
    (place / "work" / "softmax.html").write_text("mine")
    main(["start", "work", "--html", "--exercises", "softmax", "--json"])

    assert (place / "work" / "softmax.html").read_text() == "mine"
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], told["left"]) == (["softmax.py", "softmax.md"], ["softmax.html"])


def test_pages_in_a_submission_are_no_problem(place: Path, course_engine: Engine) -> None:
    main(["start", "class/ada", "--html", "--exercises", "softmax"])
    result = course_engine.judge(request_of(place / "class"))

    assert result.problems == []


def test_stubs_as_they_are_have_not_been_started(place: Path, course_engine: Engine) -> None:
    main(["start", "files/ada"])
    main(["start", "notebook/ada", "--notebook"])
    for folder in ("files", "notebook"):
        result = course_engine.judge(request_of(place / folder))

        assert {one.exercise: one.status for one in result.exercises} == dict.fromkeys(EXERCISES, Status.NOT_STARTED)
        assert result.problems == []


def test_files_filled_with_the_reference_solutions_get_full_points(place: Path, course_engine: Engine) -> None:
    main(["start", "files/ada"])
    for name, text in reference_texts().items():
        (place / "files" / "ada" / f"{name}.py").write_text(text)
    result = course_engine.judge(request_of(place / "files"))

    assert result.points == result.max_points > 0


def test_a_notebook_filled_with_the_reference_solutions_gets_full_points(place: Path, course_engine: Engine) -> None:
    main(["start", "class/ada", "--notebook"])
    path = place / "class" / "ada" / "d2l.ipynb"
    notebook = nbformat.read(path, as_version=4)
    references = reference_texts()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            (name,) = [name for name in references if f"def {name}(" in cell.source]
            cell.source = references[name]
    nbformat.write(notebook, path)
    result = course_engine.judge(request_of(place / "class"))

    assert result.points == result.max_points > 0


def test_what_a_student_is_told_to_do_next_works(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["start", "work", "--exercises", "softmax", "--json"])
    words = json.loads(capsys.readouterr().out)["next"]
    (place / "work" / "softmax.py").write_text(reference_texts()["softmax"])

    assert main(words[1:]) == 0
    assert "6 of 6 points checked here" in capsys.readouterr().out
