"""What ``torchgrade.exports.moodle.plan`` promises, with an importer that reads the worksheet as Moodle would."""

from __future__ import annotations

import copy
import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.importers.moodle_worksheet import LANGUAGES, Assignment, Student
from tests.exports.moodle_class import (
    MAXIMUM,
    MAYBE_POINTS,
    NAMES,
    POINTS,
    mark,
    notes,
    only_file,
    order,
    reasons,
    warnings,
)
from torchgrade.errors import UsageError
from torchgrade.exports.moodle.plan import plan
from torchgrade.model.marks import Mark
from torchgrade.model.people import Person

COMMENTS = st.sampled_from(["", "", "=1+1", " -a", "-", "a,b", "C:\\", 'a\\"b', "<p>ok</p>", "多\n行", "@x", "+"])


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    count = draw(st.integers(1, 4))
    ids = draw(st.lists(st.integers(1, 10**6), min_size=count, max_size=count, unique=True))
    maximum = draw(st.sampled_from([MAXIMUM, 100.0, 12.5]))
    students = [
        Student(
            number=number,
            name=draw(NAMES),
            email=f"{number}@x.edu",
            mark=draw(st.none() | POINTS.map(lambda one: one * maximum / MAXIMUM)),
            modified=1_764_000_000 + 60 * draw(st.integers(0, 3)),
            comment=draw(COMMENTS),
            is_locked=draw(st.sampled_from([False] * 5 + [True])),
        )
        for number in ids
    ]
    return Assignment(
        students=students,
        maximum=maximum,
        language=draw(st.sampled_from(sorted(LANGUAGES))),
        is_new=draw(st.booleans()),
        is_blind=draw(st.booleans()),
        markers=draw(st.sampled_from([0, 0, 2])),
    )


def marks_for(draw: st.DrawFn, assignment: Assignment) -> dict[int, Mark]:
    """Return marks of some students, and of one whom the worksheet lacks."""
    chosen = {
        one.number: mark(str(one.number), draw(MAYBE_POINTS), one.number, one.name)
        for one in assignment.students
        if draw(st.sampled_from([True] * 4 + [False]))
    }
    if draw(st.booleans()):
        chosen[10**7] = mark("gone", draw(POINTS), 10**7)
    return chosen


def as_shown(student: Student) -> float | None:
    return None if student.mark is None else float(f"{student.mark:.2f}")


def mended(comment: str) -> str:
    return re.sub(r'\\(?="|\Z)', r"\\ ", comment)


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_every_planned_mark_arrives_and_nothing_else_changes(data: st.DataObject) -> None:
    assignment = data.draw(assignments())
    marks = marks_for(data.draw, assignment)
    tick = data.draw(st.booleans())
    template = assignment.export()
    before = {one.number: copy.copy(one) for one in assignment.students}

    planned = plan(order(marks.values(), template))
    if planned.files:
        assignment.upload(only_file(planned), tick=tick)

    rows, warned = {row.key: row for row in planned.rows}, warnings(planned)
    for student in assignment.students:
        old, found = before[student.number], marks.get(student.number)
        row = None if found is None else rows[found.key]
        if row is None or row.left_out is not None:
            assert student.mark == old.mark
            assert student.comment in {old.comment, mended(old.comment)}
            continue
        given_warnings = warned.get(row.key, set())
        assert ("zero" in given_warnings) == (float(row.value) == 0 != old.mark)
        is_skipped = ("zero" in given_warnings and assignment.is_new) or ("stale" in given_warnings and not tick)
        assert student.mark == (old.mark if is_skipped else float(row.value))
        if "stale" not in given_warnings or tick:
            ours = "Passed 4 of 5 checks. Start with the check “Rows &lt;b&gt; &amp; columns” of softmax."
            assert student.comment == (ours if not old.comment else mended(old.comment))
    if assignment.is_new and tick:
        changed = sum(one.mark != before[one.number].mark for one in assignment.students)
        rounded = sum(before[one.number].mark != as_shown(before[one.number]) for one in assignment.students)
        told = sum(one["values"]["count"] for one in planned.notes if one["phrase"] == "export.moodle.updates")
        assert abs(told - changed) <= rounded
    unknown = [one for one in planned.unknown if int(re.findall("[0-9]+", one)[-1]) in marks]
    assert unknown == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_only_cells_of_marks_and_comments_change(data: st.DataObject) -> None:
    assignment = data.draw(assignments())
    template = assignment.export()
    marks = marks_for(data.draw, assignment)

    planned = plan(order(marks.values(), template, overwrite=True))

    said = LANGUAGES[assignment.language]
    for old, new in zip(
        table(template), table(only_file(planned)) if planned.files else [], strict=bool(planned.files)
    ):
        kept = [name for name in old if name not in {said.grade, said.comments}]
        assert [new[name] for name in kept] == [mended(old[name]) for name in kept]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def worksheet(*students: Student, **fields: object) -> bytes:
    return Assignment(students=list(students), maximum=MAXIMUM, **fields).export()


LI = Student(number=7, name="Li Lei", email="li@x.edu")
ADA = Student(number=8, name="Ada Ngo", email="ada@x.edu")


def test_a_row_has_mark_and_comment_and_all_other_bytes_stay() -> None:
    template = worksheet(LI, ADA)

    planned = plan(order([mark("a", 38.0, 7)], template))

    assert only_file(planned).decode() == template.decode().replace(
        "submitted,,40.00,Yes", "submitted,38.00,40.00,Yes", 1
    ).replace(
        ",-,\n", ',-,"Passed 4 of 5 checks. Start with the check “Rows &lt;b&gt; &amp; columns” of softmax."\n', 1
    )
    assert planned.unknown == ("Participant 8",)


def test_line_ends_and_byte_order_mark_of_the_worksheet_stay() -> None:
    template = b"\xef\xbb\xbf" + worksheet(LI).replace(b"\n", b"\r\n")

    data = only_file(plan(order([mark("a", 38.0, 7)], template)))

    assert data.startswith(b"\xef\xbb\xbfIdentifier,")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_mark_of_zero_is_named_because_new_code_never_imports_it(language: str) -> None:
    assignment = Assignment(students=[copy.copy(LI)], maximum=MAXIMUM, language=language)

    planned = plan(order([mark("a", 0.0, 7)], assignment.export()))
    assignment.upload(only_file(planned))

    assert warnings(planned) == {"a": {"zero"}}
    assert assignment.students[0].mark is None
    assignment.is_new = False
    assignment.upload(only_file(planned))
    assert assignment.students[0].mark == 0


@pytest.mark.parametrize(("language", "warning"), [("en", "marked"), ("zh", "stale"), ("de", "stale"), ("es", "stale")])
def test_a_mark_that_is_there_is_named_and_a_date_that_moodle_cannot_read_as_well(language: str, warning: str) -> None:
    student = Student(number=7, name="Li Lei", email="", mark=1.5, modified=1_764_000_000)
    planned = plan(order([mark("a", 2.0, 7)], worksheet(student, language=language)))

    assert warnings(planned) == {"a": {warning}}


def test_another_comment_stays_unless_the_user_replaces_it() -> None:
    student = Student(number=7, name="Li Lei", email="", mark=1.0, modified=0, comment="Well done")
    template = worksheet(student)

    assert warnings(plan(order([mark("a", 1.0, 7)], template))) == {"a": {"comment_kept"}}
    replaced = plan(order([mark("a", 1.0, 7)], template, overwrite=True))
    assert warnings(replaced) == {}
    assert b"Well done" not in only_file(replaced)


def test_a_comment_of_an_earlier_export_is_replaced() -> None:
    student = Student(number=7, name="Li Lei", email="", mark=1.0, comment="通过了 5 个检查项中的 1 个。")
    planned = plan(order([mark("a", 1.0, 7)], worksheet(student)))

    assert warnings(planned) == {}
    assert table(only_file(planned))[0]["Feedback comments"].startswith("Passed 4 of 5 checks.")


def test_a_locked_mark_and_one_above_the_maximum_are_left_out() -> None:
    locked = Student(number=9, name="Cy", email="", is_locked=True)
    planned = plan(
        order([mark("a", 41.0, 7), mark("b", 1.0, 9, "Cy"), mark("c", None, 8, "Ada Ngo")], worksheet(LI, ADA, locked))
    )

    assert reasons(planned) == {"a": "over", "b": "locked", "c": "no_mark"}
    assert planned.files == ()
    assert planned.unknown == ()


def test_the_maximum_of_the_worksheet_is_the_scale_unless_the_user_names_one() -> None:
    template = Assignment(students=[LI], maximum=100.0).export()

    assert [row.value for row in plan(order([mark("a", 38.0, 7)], template)).rows] == ["95.00"]
    assert [row.value for row in plan(order([mark("a", 38.0, 7)], template, out_of=40.0)).rows] == ["38.00"]
    assert [row.value for row in plan(order([mark("a", 38.5, 7)], template, whole=True)).rows] == ["96"]


def test_a_number_with_another_name_is_left_out() -> None:
    planned = plan(order([mark("a", 1.0, 7), mark("b", 2.0, 8, "Bo")], worksheet(LI, ADA)))

    assert reasons(planned) == {"b": "other_name"}


def test_a_worksheet_without_the_names_of_the_delivery_is_named() -> None:
    assert "not_compared" in notes(plan(order([mark("a", 1.0, 7, "Bo")], worksheet(LI))))
    assert "not_compared" in notes(plan(order([mark("a", 1.0, 7)], worksheet(LI, is_blind=True))))
    assert "not_compared" not in notes(plan(order([mark("a", 1.0, 7, "Participant")], worksheet(LI, is_blind=True))))


def test_each_member_of_a_team_gets_the_mark_of_the_team() -> None:
    teams = [
        Student(number=12, name="Bo", email="", team="Team 5"),
        Student(number=13, name="Cy", email="", team="Team 4"),
        Student(number=14, name="Di", email="", team="Team 4"),
    ]
    assignment = Assignment(students=teams, maximum=MAXIMUM, has_teams=True)

    # The number of a team may be that of a participant.
    planned = plan(order([mark("a", 38.0, 12, "Team 4"), mark("b", 20.0, 99, "Team 5")], assignment.export()))
    assignment.upload(only_file(planned))

    assert {one.name: one.mark for one in assignment.students} == {"Bo": 20.0, "Cy": 38.0, "Di": 38.0}


def test_a_mark_of_another_delivery_is_found_by_address_or_is_left_out() -> None:
    known = mark("a", 1.0, person=Person(name="Li", email="LI@x.edu"))
    lost = mark("b", 1.0, person=Person(name="Ada Ngo", number="20230001"))

    assert reasons(plan(order([known, lost], worksheet(LI, ADA)))) == {"b": "no_row"}


def test_two_marks_of_one_participant_are_left_out() -> None:
    planned = plan(order([mark("a", 1.0, 7), mark("b", 2.0, 7)], worksheet(LI)))

    assert reasons(planned) == {"a": "row_twice", "b": "row_twice"}


def test_the_apostrophe_before_a_comment_goes_and_that_before_a_name_stays() -> None:
    students = [
        Student(number=7, name="=Li", email="", comment="-1 for style"),
        Student(number=8, name="Bo", email="", comment="'tis fine"),
        Student(number=9, name="Cy", email="", comment="' - "),
    ]
    data = only_file(plan(order([mark("a", 1.0, 7, "=Li")], worksheet(*students)))).decode()

    assert [row["Feedback comments"] for row in table(data.encode())] == ["-1 for style", "'tis fine", "' - "]
    assert table(data.encode())[0]["name"] == "'=Li"


def test_a_worksheet_of_several_markers_is_named() -> None:
    planned = plan(order([mark("a", 1.0, 7)], worksheet(LI, markers=2)))

    assert "markers" in notes(planned)
    assert table(only_file(planned))[0]["Marker 1"] == ""


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ("", "", ""),
        (",Yes,", ",Perhaps,", "not_changeable"),
        (",", ";", "spreadsheet"),
    ],
)
def test_a_worksheet_that_does_not_tell_all_is_named(before: str, after: str, note: str) -> None:
    template = worksheet(Student(number=7, name="Li Lei", email="")).decode().replace(", ", " ").replace(before, after)

    found = notes(plan(order([mark("a", 1.0, 7)], template.encode())))

    assert found & {"not_changeable", "spreadsheet", "no_comments"} == ({note} - {""})


def test_a_worksheet_without_comments_gets_marks_only() -> None:
    template = b"\n".join(line.rpartition(b",")[0] for line in worksheet(LI).splitlines())

    planned = plan(order([mark("a", 1.0, 7)], template))

    assert "no_comments" in notes(planned)
    assert b"Passed" not in only_file(planned)


def test_the_user_may_name_the_column_of_the_mark() -> None:
    template = worksheet(LI).replace(b",40.00,Yes", b",x,40.00,Yes").replace(b'Grade,"Max', b'Grade,Other,"Max')

    with pytest.raises(UsageError, match="Name the column with --column"):
        plan(order([mark("a", 1.0, 7)], template))
    planned = plan(order([mark("a", 1.0, 7)], template, column="Grade"))
    assert table(only_file(planned))[0]["Grade"] == "1.00"
    with pytest.raises(UsageError, match="no column “Mark”"):
        plan(order([mark("a", 1.0, 7)], template, column="Mark"))


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (b"a,b\n", "no participants"),
        (b"a,b\n1\n", "row 2 has 1 cells"),
        (b"a,b\nParticipant 1,2\n", "no column has dates"),
        (b"a,b\nLi,2\n", "no column has participants"),
        (b"", "needs --template"),
    ],
)
def test_a_file_that_is_no_worksheet_is_refused(template: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        plan(order([mark("a", 1.0, 7)], template))


def test_a_comment_is_in_the_language_of_the_run() -> None:
    data = only_file(plan(order([mark("a", 1.0, 7)], worksheet(LI), language="zh"))).decode()

    assert "通过了 5 个检查项中的 4 个。" in data
