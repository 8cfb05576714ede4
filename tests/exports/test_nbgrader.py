"""What ``torchgrade.exports.nbgrader`` promises, through release_feedback and a reader of its table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.ci_classes import HOSTILE, files_of, order_of
from tests.exports.importers import nbgrader
from torchgrade.errors import UsageError
from torchgrade.exports.nbgrader import plan
from torchgrade.exports.planned import ExportOrder
from torchgrade.model.people import Enrolled, Person

STAMP = b"2026-11-01 10:00:00.000000 UTC\n"


def secret_of(student: str) -> bytes:
    return f"secret of {student}".encode()


def submit(course: Path, student: str, *notebooks: str, assignment: str = "ps1") -> None:
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True)
    for name in notebooks:
        (folder / f"{name}.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").write_bytes(STAMP)
    (folder / "submission_secret.txt").write_bytes(secret_of(student))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    submit(tmp_path / "course", "ada", "problem1", "problem2")
    submit(tmp_path / "course", "bob", "problem1")
    return tmp_path / "course"


def order(sample: ModuleType, course: Path, *people: Enrolled, **further: object) -> ExportOrder:
    results, rows = sample.a_class()
    chosen = [one for one in results if one.submission in {"ada", "bob", "eve"}]
    pages = course.parent / "run" / "students"
    pages.mkdir(parents=True, exist_ok=True)
    for one in chosen:
        (pages / f"{one.submission}.html").write_text(f"page of {one.submission}")
    rows = replace(rows, not_understood=(), enrolled=people)
    return order_of(chosen, rows, folder=course.parent / "run", **{"template": course, **further})


def test_each_notebook_has_the_page_where_its_student_fetches_it(sample: ModuleType, course: Path) -> None:
    released = nbgrader.release(files_of(plan(order(sample, course))), "ps1")

    assert released.stopped == []
    assert released.pages == {
        nbgrader.page(secret_of("ada"), "problem1"): b"page of ada",
        nbgrader.page(secret_of("ada"), "problem2"): b"page of ada",
        nbgrader.page(secret_of("bob"), "problem1"): b"page of bob",
    }


def test_a_submission_without_secret_is_named_because_the_release_stops_there(sample: ModuleType, course: Path) -> None:
    (course / "submitted" / "bob" / "ps1" / "submission_secret.txt").unlink()
    planned = plan(order(sample, course))
    warned = {row.key for row in planned.rows if row.warnings}

    assert nbgrader.release(files_of(planned), "ps1").stopped == ["bob"]
    assert warned == {"bob"}


def test_the_table_has_the_marks_in_the_columns_of_nbgrader(sample: ModuleType, course: Path) -> None:
    person = Enrolled(key="ada", submission="ada", person=Person(name="Ada Lovelace", email="ada@x.org"))
    rows = nbgrader.table(files_of(plan(order(sample, course, person)))["grades.csv"])

    assert set(rows) == {"ada", "bob"}
    assert rows["ada"] == {
        "assignment": "ps1", "duedate": "", "timestamp": STAMP.decode().strip(), "student_id": "ada",
        "last_name": "Ada Lovelace", "first_name": "", "email": "ada@x.org", "raw_score": "9.00",
        "late_submission_penalty": "0.00", "score": "9.00", "max_score": "15.00",
    }  # fmt: skip


def test_a_row_without_a_mark_is_left_out_because_nbgrader_would_say_zero(sample: ModuleType, course: Path) -> None:
    submit(course, "eve", "problem1")
    planned = plan(order(sample, course))

    assert next(row.left_out for row in planned.rows if row.key == "eve") == {"phrase": "export.no_mark"}
    assert not any("eve" in name for name in files_of(planned))


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE)
def test_a_name_never_shifts_a_row_and_is_named_if_its_cell_stays_empty(
    sample: ModuleType, tmp_path_factory: pytest.TempPathFactory, name: str, email: str
) -> None:
    course = tmp_path_factory.mktemp("class") / "course"
    submit(course, "ada", "problem1")
    person = Enrolled(key="ada", submission="ada", person=Person(name=name, email=email))
    planned = plan(order(sample, course, person))
    cells = nbgrader.table(files_of(planned)["grades.csv"])["ada"]
    named = {one["phrase"] for row in planned.rows for one in row.warnings}

    assert Decimal(cells["score"]) == 9
    assert not cells["last_name"].startswith(("=", "+", "-", "@"))
    assert bool(cells["last_name"]) == (bool(name.split()) and "export.nbgrader.name" not in named)
    assert bool(cells["email"]) == (bool(email.strip()) and "export.nbgrader.email" not in named)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["a,b", '"x"', "=1+1", "-x", " a", "@x", "x\ty"]))
def test_a_student_whose_id_breaks_the_table_is_named(
    sample: ModuleType, tmp_path_factory: pytest.TempPathFactory, student: str
) -> None:
    course = tmp_path_factory.mktemp("class") / "course"
    submit(course, student, "problem1")
    ours = order(sample, course)
    marks = tuple(replace(mark, key=student) for mark in ours.marks if mark.key == "ada")
    planned = plan(replace(ours, marks=marks))

    assert planned.files == ()
    assert planned.rows[0].left_out == {"phrase": "export.nbgrader.bad_id"}


@pytest.mark.parametrize("key", ["..", ".", "../course", "/", "a/b"])
def test_a_key_never_leaves_the_course(sample: ModuleType, course: Path, key: str) -> None:
    ours = order(sample, course)
    marks = tuple(replace(mark, key=key, submission=key) for mark in ours.marks[:1])
    planned = plan(replace(ours, marks=marks, results={key: next(iter(ours.results.values()))}))

    assert planned.files == ()


def test_what_the_course_lacks_and_what_the_run_lacks_is_named(sample: ModuleType, course: Path) -> None:
    submit(course, "carol", "problem1")
    planned = plan(order(sample, course))

    assert planned.unknown == ("carol",)
    assert next(row.left_out for row in planned.rows if row.key == "eve") == {"phrase": "export.no_mark"}


def test_a_missing_page_and_a_missing_notebook_are_named(sample: ModuleType, course: Path) -> None:
    ours = order(sample, course)
    (course.parent / "run" / "students" / "ada.html").unlink()
    (course / "submitted" / "bob" / "ps1" / "problem1.ipynb").unlink()
    found = {row.key: row.left_out for row in plan(ours).rows}

    assert found["ada"] == {"phrase": "export.no_page"}
    assert found["bob"] == {"phrase": "export.nbgrader.no_notebook"}


def test_of_two_rows_with_one_folder_the_second_is_named(sample: ModuleType, course: Path) -> None:
    person = Enrolled(key="bob", submission="bob", person=Person(login="ada"))
    (course / "submitted" / "bob").rename(course / "submitted" / "robert")
    found = {row.key: row.left_out for row in plan(order(sample, course, person)).rows}

    assert found["ada"] is None
    assert found["bob"]["phrase"] == "export.nbgrader.double"


def test_a_course_with_two_assignments_needs_its_name(sample: ModuleType, course: Path) -> None:
    submit(course, "ada", "problem1", assignment="ps2")
    with pytest.raises(UsageError, match=r"The course has: ps1, ps2"):
        plan(order(sample, course))
    assert all("/ps2/" in name or name == "grades.csv" for name in files_of(plan(order(sample, course, item="ps2"))))


def test_the_folder_of_the_course_is_needed(sample: ModuleType, course: Path) -> None:
    with pytest.raises(UsageError, match="needs --template"):
        plan(order(sample, course, template=None))
    with pytest.raises(UsageError, match="has no folder submitted/"):
        plan(order(sample, course, template=course / "submitted" / "ada"))
