"""What ``torchgrade.reports.by_section`` promises."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from torchgrade.model.history import Override
from torchgrade.model.marks import marks_in_order
from torchgrade.model.people import Enrolled, Person
from torchgrade.model.results import Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood, RunRows
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.section_records import SectionTable
from torchgrade.reports.sentences import Sentences


def enrolled(key: str, section: str, submission: str | None = None) -> Enrolled:
    person = Person(name=key.title(), section=section)
    return Enrolled(key=key, submission=key if submission is None else submission, person=person, is_listed=True)


@pytest.fixture
def results(sample: ModuleType):
    right, wrong = (
        sample.all_passed(sample.SOFTMAX),
        sample.graded(sample.SOFTMAX, [sample.check_of(sample.SOFTMAX, 0)]),
    )
    return [
        sample.submission(name, [part])
        for name, part in (("ann", right), ("ben", wrong), ("cat", wrong), ("dan", right))
    ]


def made(sample: ModuleType, people: list[Enrolled], **further) -> RunRows:
    return RunRows(exercises=(sample.SOFTMAX,), enrolled=tuple(people), **further)


def by_section(results: list[SubmissionResult], rows: RunRows, sentences: Sentences) -> SectionTable | None:
    tally = SectionTally(rows)
    for mark, _ in marks_in_order(results, rows):
        tally.add(mark)
    return tally.view(sentences)


def test_each_section_has_its_numbers_and_students_without_one_are_last(
    sample: ModuleType, sentences: Sentences, results
) -> None:
    people = [enrolled("ann", "B"), enrolled("ben", "A"), enrolled("cat", ""), enrolled("dan", "A")]
    table = by_section(results, made(sample, people), sentences)

    assert table is not None
    assert [(row.name, row.students, row.marked, row.mean, row.full) for row in table.rows] == [
        ("A", 2, 2, "4", "1, 50\u00a0%"),
        ("B", 1, 1, "6", "1, 100\u00a0%"),
        ("without a section", 1, 1, "2", "0, 0\u00a0%"),
    ]


def test_a_student_who_submitted_nothing_counts_but_has_no_mark(
    sample: ModuleType, sentences: Sentences, results
) -> None:
    nothing = NotUnderstood(name="eli", note=Note(message_id="x", message="Nothing."), is_absent=True)
    people = [enrolled("ann", "A"), enrolled("eli", "B", submission="")]
    table = by_section(results[:1], made(sample, people, not_understood=(nothing,)), sentences)

    assert table is not None
    assert [(row.name, row.students, row.marked, row.mean, row.full) for row in table.rows][1] == ("B", 1, 0, "", "")


def test_an_input_that_was_not_understood_is_no_student(sample: ModuleType, sentences: Sentences, results) -> None:
    unread = NotUnderstood(name="notes.docx", note=Note(message_id="x", message="No."))
    people = [enrolled("ann", "A"), enrolled("ben", "B")]
    table = by_section(results[:2], made(sample, people, not_understood=(unread,)), sentences)

    assert table is not None
    assert [row.name for row in table.rows] == ["A", "B"]


def test_the_mark_that_a_person_decided_counts(sample: ModuleType, sentences: Sentences, results) -> None:
    people = [enrolled("ann", "A"), enrolled("ben", "B")]
    override = Override(who="ben", points=5.0, why="a lost page", at="2026-11-02T08:00:00Z")
    table = by_section(results[:2], made(sample, people, overrides={"ben": override}), sentences)

    assert table is not None
    assert [row.mean for row in table.rows] == ["6", "5"]


def test_the_members_of_a_group_count_in_their_own_sections(sample: ModuleType, sentences: Sentences, results) -> None:
    people = [enrolled("ann", "A", "team"), enrolled("ben", "B", "team")]
    team = replace(results[0], submission="team")
    table = by_section([team], made(sample, people, groups={"team": ("ann", "ben")}), sentences)

    assert table is not None
    assert [(row.name, row.students, row.mean) for row in table.rows] == [("A", 1, "6"), ("B", 1, "6")]


@pytest.mark.parametrize("sections", [("", ""), ("A", "A"), ("A", "")])
def test_a_class_of_one_section_has_no_table(sample: ModuleType, sentences: Sentences, results, sections) -> None:
    people = [enrolled(key, section) for key, section in zip(("ann", "ben"), sections, strict=True)]

    assert by_section(results[:2], made(sample, people), sentences) is None


def test_a_column_that_is_no_section_does_not_fill_the_page(sample: ModuleType, sentences: Sentences, results) -> None:
    many = [replace(results[0], submission=f"s{n:03}") for n in range(80)]
    table = by_section(many, made(sample, [enrolled(r.submission, r.submission) for r in many]), sentences)

    assert table is not None
    assert (len(table.rows), table.left_out) == (50, 30)
