"""The table of the students."""

from __future__ import annotations

from types import ModuleType

from torchgrade.model.history import Override
from torchgrade.model.page_names import PageNames
from torchgrade.model.people import Delivered, Enrolled, Person
from torchgrade.model.results import Note
from torchgrade.model.rows import NotUnderstood, RunRows
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.class_tables import StudentTable
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student_table import student_table, table_entries

ABSENT = NotUnderstood(name="cy", is_absent=True, note=Note(message_id="x.absent", message="Absent."))


def table(sample: ModuleType, sentences: Sentences, **further) -> StudentTable:
    """Return the table of the submissions ada and bob, each with 6 points."""
    results = [sample.submission(name, [sample.all_passed(sample.SOFTMAX)]) for name in ("ada", "bob")]
    rows = RunRows(exercises=(sample.SOFTMAX,), **further)
    entries = table_entries(results, rows, SectionTally(rows))
    return student_table(entries, rows, sentences, {"ada": "ada", "bob": "bob"})


def test_a_class_without_a_roster_has_no_columns_for_names_sections_and_remarks(
    sample: ModuleType, sentences: Sentences
) -> None:
    found = table(sample, sentences)
    assert (found.has_names, found.sections, found.has_remarks) == (False, [], False)
    assert [(row.link.text, row.link.href, row.points) for row in found.rows] == [
        ("ada", "students/ada.html", "6"),
        ("bob", "students/bob.html", "6"),
    ]


def test_names_and_sections_are_those_of_the_roster(sample: ModuleType, sentences: Sentences) -> None:
    person = Person(name="李\u202e雷", section="CS\n1")
    found = table(sample, sentences, enrolled=(Enrolled(key="ada", submission="ada", person=person),))

    assert [(row.name, row.section) for row in found.rows] == [("李\\u202e雷", "CS\\x0a1"), ("", "")]
    assert (found.has_names, found.sections) == (True, ["CS\\x0a1"])


def test_the_final_mark_is_shown_with_the_graded_points_and_the_reason(
    sample: ModuleType, sentences: Sentences
) -> None:
    override = Override(who="ada", points=4.5, why="was <ill>\x1b[2J", at="")
    ada, bob = table(sample, sentences, overrides={"ada": override}).rows

    assert (ada.points, ada.percent, ada.exercises) == ("4.5", "75\u00a0%", ["6"])
    assert ada.remarks == ["decided by a person (torchgrade: 6): was <ill>\\x1b[2J"]
    assert (bob.points, bob.remarks) == ("6", [])


def test_a_late_submission_is_marked(sample: ModuleType, sentences: Sentences) -> None:
    delivered = (Delivered(submission="ada", is_late=True), Delivered(submission="bob"))
    assert [row.remarks for row in table(sample, sentences, delivered=delivered).rows] == [["late"], []]


def test_each_member_of_a_group_has_a_row_that_leads_to_the_page_of_the_group(
    sample: ModuleType, sentences: Sentences
) -> None:
    found = table(sample, sentences, groups={"ada": ("x", "y")})
    assert [(row.link.text, row.link.href, row.remarks) for row in found.rows] == [
        ("bob", "students/bob.html", []),
        ("x", "students/ada.html", ["submitted by ada"]),
        ("y", "students/ada.html", ["submitted by ada"]),
    ]


def test_a_student_without_a_submission_has_a_row_and_an_unknown_file_has_none(
    sample: ModuleType, sentences: Sentences
) -> None:
    file = NotUnderstood(name="notes.docx", note=Note(message_id="x.file", message="No."))
    found = table(sample, sentences, not_understood=(ABSENT, file))

    assert [row.link.text for row in found.rows] == ["ada", "bob", "cy"]
    assert (found.rows[2].word, found.rows[2].points, found.rows[2].link.href) == ("nothing submitted", "", "")


def test_an_override_without_graded_points_names_none(sample: ModuleType, sentences: Sentences) -> None:
    override = Override(who="cy", points=3, why="oral exam", at="")
    found = table(sample, sentences, not_understood=(ABSENT,), overrides={"cy": override})
    assert found.rows[2].points == "3"
    assert found.rows[2].remarks == ["decided by a person (torchgrade: no points): oral exam"]


def test_the_filter_offers_the_statuses_of_the_class(sample: ModuleType, sentences: Sentences) -> None:
    found = table(sample, sentences, not_understood=(ABSENT,))
    assert [(one.value, one.name) for one in found.statuses] == [
        ("graded", "graded"),
        ("nothing-submitted", "nothing submitted"),
    ]


def test_a_student_without_a_submission_has_no_link_whatever_names_the_pages_have(
    sample: ModuleType, sentences: Sentences
) -> None:
    rows = RunRows(exercises=(sample.SOFTMAX,), not_understood=(ABSENT,))
    names = PageNames(lambda: iter(()))
    (row,) = student_table(table_entries([], rows, SectionTally(rows)), rows, sentences, names).rows

    assert row.link.href == ""
