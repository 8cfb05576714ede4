"""What ``torchgrade.exports.moodle.feedback`` promises, with an importer that reads the zip as Moodle would."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exports.importers.moodle_feedback import Areas, upload
from tests.exports.importers.moodle_worksheet import Assignment, Student
from tests.exports.moodle_class import NAMES, POINTS, keys, mark, notes, order, reasons
from torchgrade.exports.moodle.feedback import plan
from torchgrade.exports.planned import Planned
from torchgrade.exports.writing import write_planned
from torchgrade.model.marks import Mark
from torchgrade.model.page_names import page_names
from torchgrade.model.people import Person


def with_pages(folder: Path, marks: list[Mark]) -> Path:
    """Write a page for each submission, which contains its id."""
    (folder / "students").mkdir(parents=True, exist_ok=True)
    for submission, name in page_names(one.submission for one in marks if one.submission).items():
        (folder / "students" / f"{name}.html").write_text(submission, "utf-8")
    return folder


def uploaded(planned: Planned, folder: Path, participants: set[int], areas: Areas) -> set[str]:
    ignored = set()
    for file in write_planned(planned, folder, 1):
        ignored |= upload(file.read_bytes(), participants, areas)
    return ignored


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_planned_page_arrives_at_its_student_and_no_other(data: st.DataObject, tmp_path: Path) -> None:
    numbers = data.draw(st.lists(st.integers(1, 999_999), min_size=1, max_size=5, unique=True))
    marks = [
        mark(key, data.draw(st.none() | POINTS), number, data.draw(NAMES))
        for key, number in zip(keys(5), numbers, strict=False)
    ]
    folder = with_pages(tmp_path, marks)
    areas: Areas = {number: {"other.pdf": b"kept"} for number in numbers}

    planned = plan(order(marks, folder=folder))
    ignored = uploaded(planned, folder / "out", set(numbers), areas)

    assert ignored == set()
    for number, one, row in zip(numbers, marks, planned.rows, strict=True):
        page = {} if row.left_out else {"feedback.html": one.submission.encode()}
        assert areas[number] == {"other.pdf": b"kept", **page}
        assert (row.left_out is None) == (one.points is not None)


def test_the_name_in_the_zip_has_the_number_of_the_participant_and_never_changes(tmp_path: Path) -> None:
    marks = [mark("李雷", 1.0, 657737, "张_三")]
    folder = with_pages(tmp_path, marks)

    (file,) = write_planned(plan(order(marks, folder=folder)), folder, 1)

    assert zipfile.ZipFile(file).namelist() == ["p_657737_assignsubmission_file_/feedback.html"]


@pytest.mark.parametrize("name", ["Participant", "参与者"])
def test_a_blind_delivery_has_the_numbers(tmp_path: Path, name: str) -> None:
    marks = [mark("a", 1.0, 7, name)]

    assert reasons(plan(order(marks, folder=with_pages(tmp_path, marks)))) == {}


def test_a_row_without_number_page_mark_or_submission_is_named(tmp_path: Path) -> None:
    marks = [
        mark("a", 1.0, person=Person(login="li", lms="7")),
        mark("b", None, 8),
        mark("c", 1.0, submission=""),
        mark("e", 1.0, 10, "Bo"),
        mark("f", 1.0, 10, "Cy"),
    ]
    folder = with_pages(tmp_path, marks)
    no_page = mark("d", 1.0, 9)

    assert reasons(plan(order([*marks, no_page], folder=folder))) == {
        "a": "no_participant", "b": "page_not_final", "c": "nothing", "d": "no_page", "e": "twice", "f": "twice",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Team 4", "Group A", "第 3 组", "Gruppe B"])
def test_a_team_needs_the_worksheet_because_its_number_is_that_of_another_student(tmp_path: Path, name: str) -> None:
    marks = [mark("a", 1.0, 12, name)]
    folder = with_pages(tmp_path, marks)
    students = [
        Student(number=12, name="Bo", email="", team="other"),
        Student(number=13, name="Cy", email="", team=name),
        Student(number=14, name="Di", email="", team=name),
    ]
    template = Assignment(students=students, maximum=40.0, has_teams=True).export()
    areas: Areas = {}

    assert reasons(plan(order(marks, folder=folder))) == {"a": "team"}
    assert "teams" in notes(plan(order(marks, folder=folder)))
    planned = plan(order(marks, template, folder=folder))
    uploaded(planned, folder / "out", {12, 13, 14}, areas)
    assert areas == {13: {"feedback.html": b"a"}, 14: {"feedback.html": b"a"}}
    assert planned.unknown == ("Participant 12",)
    assert "teams" not in notes(planned)


@pytest.mark.parametrize("name", ["20230001-张三", "Anne-Marie Otto", "Li"])
def test_a_student_is_no_team(tmp_path: Path, name: str) -> None:
    marks = [mark("a", 1.0, 12, name)]

    assert reasons(plan(order(marks, folder=with_pages(tmp_path, marks)))) == {}


def test_neither_a_group_before_the_name_nor_a_name_in_the_roster_is_a_team(tmp_path: Path) -> None:
    marks = [
        mark("a", 1.0, 12, "Lab 2-Ada Ngo", person=Person(name="Ada Ngo", lms="12")),
        mark("b", 1.0, 13, "Team 4", is_listed=True),
    ]

    assert reasons(plan(order(marks, folder=with_pages(tmp_path, marks)))) == {}


def test_a_submission_of_several_people_needs_the_worksheet(tmp_path: Path) -> None:
    marks = [mark("a", 1.0, 12, submission="g"), mark("b", 1.0, 12, submission="g")]
    folder = with_pages(tmp_path, marks)

    assert reasons(plan(order(marks, folder=folder, groups={"g": ("a", "b")}))) == {"a": "team", "b": "team"}


def test_the_importer_ignores_what_moodle_ignores(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    names = ["张_三_7_assignfeedback_file_/a.html", "p_7_assignsubmission_file_/.a", "p_8_assignsubmission_file_/a",
             "p_7_assignsubmission_other_/a", "x/p_7_assignsubmission_file/b/c.html", "p_7_assignsubmission_file_d.html"]  # fmt: skip
    with zipfile.ZipFile(file, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    areas: Areas = {}

    assert upload(file.read_bytes(), {7}, areas) == set(names[:4])
    assert areas == {7: {"b/c.html": b"x", "d.html": b"x"}}
