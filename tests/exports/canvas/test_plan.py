"""What ``torchgrade.exports.canvas.plan`` promises: through Canvas's importer, every mark is where the plan says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.canvas import (
    Assignment,
    Course,
    Form,
    Outcome,
    RefusedError,
    Score,
    User,
    delimiter,
    exported,
    imported,
)
from tests.exports.made import data_of, mark, notes_of, order, reason_of, row_of, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.canvas import reading
from torchgrade.exports.canvas.plan import plan
from torchgrade.model.marks import Mark

ITEM = "Softmax (4711)"
HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,Softmax (4711)\n    Points Possible,,,,,40.00\n"
NAMES = st.one_of(
    st.sampled_from(["Li, Lei", '"Q"', "=1+1", "@x", "a\nb", "O'Neil; x", "李, 雷", "\u202eabc", "Points", "../x", ""]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12),
)
SCORES = st.one_of(
    st.none(), st.just("EX"), st.decimals(0, 99, places=2), st.sampled_from([Decimal("40.00"), Decimal("0.00")])
)


@st.composite
def courses(draw: st.DrawFn) -> tuple[Course, list[Mark], dict[str, int]]:
    """A course, the marks of a run, and the user in Canvas of each mark."""
    ids = draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=6, unique=True))
    users = [
        User(
            id=number,
            name=draw(NAMES),
            sortable=draw(NAMES).replace("Points Possible", ""),
            sis=draw(st.sampled_from(["", f"00{number}", f"S{number}"])),
            login=draw(st.sampled_from([f"u{number}", f"u{number}@x.edu", ""])),
            section=draw(st.sampled_from(["CS-1", "CS-1 and CS-2", 'the "3rd"'])),
        )
        for number in ids
    ]
    unassigned = frozenset(user.id for user in users if draw(st.integers(0, 5)) == 0)
    target = Assignment(
        4711,
        draw(st.sampled_from(["Softmax", "Soft, max", 'a "b"', "练习;3"])),
        Decimal(40),
        {user.id: draw(SCORES) for user in users if user.id not in unassigned},
        unassigned,
    )
    other = Assignment(9, "Other", Decimal(10), {user.id: draw(SCORES) for user in users})
    hidden = Assignment(10, "Not published", is_published=False)
    marks, owners = [], {}
    for user in users:
        known: list[dict[str, Any]] = [{"entries": [f"x_{user.id}_5{user.id}_a.py"], "name": user.name}]
        known += [{"number": user.sis}] if user.sis else []
        known += [{"login": user.login.upper()}] if user.login else []
        chosen = draw(st.sampled_from([None, *known]))
        if chosen is not None:
            key = f"k{user.id}"
            points = draw(st.one_of(st.none(), st.floats(0, 45, allow_subnormal=False)))
            marks.append(mark(key, points, **chosen))
            owners[key] = user.id
    marks += [mark(f"out{n}", 12.0, login=f"nobody{n}") for n in range(draw(st.integers(0, 2)))]
    custom = draw(st.sampled_from([(), ("Notes",), ("Notes", "Team (5)")]))
    return Course(users, draw(st.permutations([target, other, hidden])), custom), marks, owners


FORMS = st.builds(
    Form,
    sis=st.booleans(),
    two_names=st.booleans(),
    sign=st.sampled_from(",;"),
    comma=st.booleans(),
    mark=st.booleans(),
    hidden=st.booleans(),
    totals=st.booleans(),
)


def is_refused(data: bytes, course: Course) -> bool:
    try:
        imported(data, course)
    except RefusedError:
        return True
    return False


def scores(course: Course, outcome: Outcome) -> dict[tuple[int, int], Score]:
    """All scores of a course after an import."""
    found = {(one.id, user.id): one.scores.get(user.id) for one in course.assignments for user in course.users}
    return found | outcome.changes


@settings(max_examples=60, deadline=None)
@given(courses(), FORMS, st.booleans())
def test_canvas_gives_every_student_the_planned_mark_and_changes_no_other(
    made: tuple[Course, list[Mark], dict[str, int]], form: Form, overwrite: bool
) -> None:
    course, marks, owners = made
    template = exported(course, form)
    wanted = order(marks, template, item="4711", overwrite=overwrite)
    if is_refused(template, course):
        with pytest.raises(UsageError):
            plan(wanted)
        return
    planned = plan(wanted)
    kept = {row.key: row.value for row in planned.rows if row.left_out is None}

    outcome = imported(data_of(planned), course) if planned.files else Outcome()
    assert (outcome.new, outcome.unknown) == ([], [])
    assert None not in outcome.changes.values()
    expected = scores(course, Outcome()) | {(4711, owners[key]): Decimal(value) for key, value in kept.items()}
    assert scores(course, outcome) == expected
    assert [row.key for row in planned.rows] == sorted(one.key for one in marks)
    assert all(row.left_out is not None for row in planned.rows if row.key not in owners)


@settings(max_examples=25, deadline=None)
@given(courses(), FORMS)
def test_only_cells_of_the_assignment_change(made: tuple[Course, list[Mark], dict[str, int]], form: Form) -> None:
    course, marks, _ = made
    template = exported(course, form)
    if is_refused(template, course) or not (planned := plan(order(marks, template, item="4711"))).files:
        return
    sign = delimiter(template)
    before, after = (reading.CsvTable("utf-8", b"", data.decode(), sign) for data in (template, data_of(planned)))
    column = next(place for place, heading in enumerate(before.values(0)) if heading.endswith("(4711)"))
    for old, new in zip(before.rows, after.rows, strict=True):
        assert [cell.raw for cell in old[:column]] == [cell.raw for cell in new[:column]]
        assert [cell.raw for cell in old[column + 1 :]] == [cell.raw for cell in new[column + 1 :]]


@settings(max_examples=40, deadline=None)
@given(courses())
def test_without_a_template_the_users_of_the_delivery_get_their_marks(
    made: tuple[Course, list[Mark], dict[str, int]],
) -> None:
    course, marks, owners = made
    delivered = [one for one in marks if one.delivered is not None]
    if not delivered:
        return
    target = next(one for one in course.assignments if one.id == 4711)
    planned = plan(order(marks, item=f"{target.title} (4711)"))
    kept = {row.key: row.value for row in planned.rows if row.left_out is None}

    assert set(kept) == {one.key for one in delivered if one.points is not None}
    outcome = imported(data_of(planned), course) if planned.files else Outcome()
    assert (outcome.new, outcome.unknown) == ([], [])
    got = {owner: outcome.changes.get((4711, owner), target.scores.get(owner)) for owner in owners.values()}
    for key, value in kept.items():
        if owners[key] not in target.unassigned:
            assert got[owners[key]] == Decimal(value)


def filled(rows: str, *marks: Mark, head: str = HEAD, **options: Any) -> tuple[Any, str]:
    planned = plan(order(marks, head + rows, **options))
    return planned, data_of(planned).decode().removeprefix(head) if planned.files else ""


LEI = mark("lei", number="S1")


def test_a_row_that_nobody_marked_stays_empty_and_is_named() -> None:
    planned, rows = filled('"Li, Lei",1,S1,lei,A,\n"Student, Test",2,,,A,\n', LEI)
    assert rows == '"Li, Lei",1,S1,lei,A,30.00\n"Student, Test",2,,,A,\n'
    assert planned.unknown == ("2 (Student, Test)",)


def test_an_excused_student_stays_excused_and_is_named() -> None:
    planned, _ = filled("x,1,S1,lei,A,ex\n", LEI)
    assert planned.files == ()
    assert reason_of(planned, "lei") == "export.canvas.excused"


def test_with_overwrite_a_mark_replaces_the_excuse() -> None:
    planned, rows = filled("x,1,S1,lei,A,EX\n", LEI, overwrite=True)
    assert rows == "x,1,S1,lei,A,30.00\n"
    assert warnings_of(planned, "lei") == ["export.template.replaced"]


def test_a_student_to_whom_the_assignment_is_not_assigned_loses_the_mark() -> None:
    planned, _ = filled("x,1,S1,lei,A,N/A\n", LEI)
    assert reason_of(planned, "lei") == "export.canvas.unassigned"


def test_an_equal_mark_keeps_its_bytes() -> None:
    planned, rows = filled('x,1,S1,lei,A,"30,0"\n', LEI)
    assert rows == 'x,1,S1,lei,A,"30,0"\n'
    assert warnings_of(planned, "lei") == []


def test_another_mark_is_replaced_and_both_are_named() -> None:
    planned, rows = filled("x,1,S1,lei,A,12.5\n", LEI)
    assert rows == "x,1,S1,lei,A,30.00\n"
    (warning,) = row_of(planned, "lei").warnings
    assert warning["values"] == {"old": "12.5", "new": "30.00"}


def test_a_row_without_a_mark_keeps_the_mark_of_the_template() -> None:
    planned, rows = filled(
        "x,1,S1,lei,A,12.5\ny,2,S2,han,A,\n", mark("lei", None, number="S1"), mark("han", login="han")
    )
    assert rows == "x,1,S1,lei,A,12.5\ny,2,S2,han,A,30.00\n"
    assert reason_of(planned, "lei") == "export.template.kept"


def test_a_student_who_is_not_in_the_template_loses_the_mark_even_with_the_same_name() -> None:
    planned, _ = filled("Han,2,S2,han,A,\n", mark("k", name="Han", number="S9"))
    assert reason_of(planned, "k") == "export.template.absent"


def test_ids_of_two_students_decide_nothing() -> None:
    planned, _ = filled("x,1,S1,lei,A,\ny,2,S2,han,A,\n", mark("k", number="S1", login="han"))
    assert reason_of(planned, "k") == "export.template.several"


def test_two_rows_of_the_run_for_one_student_decide_nothing() -> None:
    planned, _ = filled("x,1,S1,lei,A,\n", mark("a", number="S1"), mark("b", login="lei"))
    assert [reason_of(planned, key) for key in "ab"] == ["export.template.claimed"] * 2


def test_all_rows_of_a_student_get_the_mark_because_canvas_uses_only_one() -> None:
    planned, rows = filled("x,1,S1,lei,A,\nx,1,S1,lei,B,\n", LEI)
    assert rows == "x,1,S1,lei,A,30.00\nx,1,S1,lei,B,30.00\n"
    assert warnings_of(planned, "lei") == ["export.canvas.rows"]


def test_the_id_counts_as_canvas_reads_it() -> None:
    _, rows = filled("x,0012abc,,,A,\n", mark("k", entries=["lei_12_500_a.py"]))
    assert rows == "x,0012abc,,,A,30.00\n"


def test_a_row_without_an_id_is_found_by_its_account_and_never_by_its_name() -> None:
    planned, rows = filled("x,,,lei,A,\nHan,,,,A,\n", mark("lei"), mark("Han", name="Han"))
    assert rows == "x,,,lei,A,30.00\nHan,,,,A,\n"
    assert reason_of(planned, "Han") == "export.template.absent"


def test_a_member_of_a_group_is_found_by_the_id_of_the_roster_because_another_uploaded() -> None:
    one = mark("a", entries=["lei_1_500_a.py"], lms="1")
    planned, rows = filled(
        "x,1,,,A,\ny,2,,,A,\n", one, replace(mark("b", entries=["lei_1_500_a.py"], lms="2"), submission="a")
    )
    assert rows == "x,1,,,A,30.00\ny,2,,,A,30.00\n"
    assert [row.warnings for row in planned.rows] == [(), ()]


def test_the_number_of_another_lms_is_no_id() -> None:
    planned, _ = filled("x,12,,,A,\n", mark("k", entries=["Lei_12_assignsubmission_file_"], layout="moodle", lms="12"))
    assert reason_of(planned, "k") == "export.template.absent"


def test_a_number_that_the_roster_calls_id_is_found_among_the_ids_of_the_sis() -> None:
    _, rows = filled("x,12,S1,,A,\n", mark("k", lms="s1"))
    assert rows == "x,12,S1,,A,30.00\n"


def test_an_id_of_the_roster_that_differs_from_the_delivery_is_named() -> None:
    planned, rows = filled("x,12,,,A,\n", mark("k", entries=["lei_12_500_a.py"], lms="99"))
    assert rows == "x,12,,,A,30.00\n"
    assert warnings_of(planned, "k") == ["export.canvas.other_id"]


def test_a_mark_is_scaled_to_the_maximum_of_the_template() -> None:
    planned, rows = filled("x,1,S1,lei,A,\n", LEI, head=HEAD.replace("40.00", '"100,0"'))
    assert rows == "x,1,S1,lei,A,75.00\n"
    assert "export.template.scaled" in notes_of(planned)


def test_a_given_maximum_counts_more_than_the_one_of_the_template() -> None:
    planned, rows = filled("x,1,S1,lei,A,\n", LEI, out_of=80.0)
    assert rows == "x,1,S1,lei,A,60.00\n"
    assert "export.template.other_maximum" in notes_of(planned)
    assert warnings_of(planned, "lei") == ["export.template.over"]


def test_a_shorter_row_gets_its_cell() -> None:
    _, rows = filled("y,2,,,A,\nx,1,S1,lei,A\n", LEI)
    assert rows == "y,2,,,A,\nx,1,S1,lei,A,30.00\n"


def test_cells_that_a_spreadsheet_would_compute_stay_and_are_told_once() -> None:
    planned, rows = filled('"=""=A""",1,S1,@lei,A,-1\n-,2,,,A,-\n', LEI)
    assert rows == '"=""=A""",1,S1,@lei,A,30.00\n-,2,,,A,-\n'
    assert [note["values"]["count"] for note in planned.notes if note["phrase"] == "export.template.formulas"] == [2]


@pytest.mark.parametrize("wanted", [ITEM, "4711", "Softmax", ""])
def test_the_column_is_found_by_its_heading_its_id_or_its_title(wanted: str) -> None:
    head = HEAD.replace("Section,", "Section,Notes,").replace(",,,,,", ",,,,,(read only),")
    _, rows = filled("x,1,S1,lei,A,,\n", LEI, head=head, item=wanted)
    assert rows == "x,1,S1,lei,A,,30.00\n"


@pytest.mark.parametrize(
    ("headings", "wanted", "match"),
    [
        ("A (1),B (2)", "", "Name one with --item"),
        ("A (1),B (2)", "C", "no assignment C"),
        ("A (1),A (2)", "A", "Several columns fit"),
        ("A (1),A (1)", "A (1)", "Several columns fit"),
        ("A (1),B (1)", "A (1)", "Several columns fit"),
        ("Final Score exam (1)", "Final Score exam (1)", "words of a total"),
        ("Final Score exam (1)", "", "no assignment that Canvas would import"),
        ("Notes", "Notes", "does not end with the assignment's id"),
    ],
)
def test_a_column_that_is_unclear_or_that_canvas_would_not_import_is_refused(
    headings: str, wanted: str, match: str
) -> None:
    with pytest.raises(UsageError, match=match):
        filled("", LEI, head=f"Student,ID,Section,{headings}\n", item=wanted)


def test_a_read_only_column_is_refused() -> None:
    with pytest.raises(UsageError, match="read only"):
        filled("x,1,S1,lei,A,\n", LEI, head=HEAD.replace("40.00", "(read only)"), item=ITEM)


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"", "not the header"),
        (b"a,b,c,d\n", "not the header"),
        (b"Student,ID,SIS User ID,Section,A (1)\n", "not the header"),
        (b"Student,ID,Section,A (1)\n    Points Possible\nx,1,A,\n", "wrong separator"),
        (b'Student;ID;Section;A (1)\n    Points Possible;;;\n"x\ny";1;A;\n', "wrong separator"),
        (HEAD.encode() + b'x"y,1,,,A,\n', "quotation mark inside"),
        (b'\xef\xbb\xbf"Student",ID,Section,A (1)\nx,1,A,\n', "byte order mark"),
        (b"\xef\xbb\xbfLastName,FirstName,ID,Section,A (1)\n,x,1,A,\n", "byte order mark"),
        (HEAD.encode("utf-16"), "reads UTF-8"),
    ],
)
def test_a_template_that_canvas_would_refuse_is_refused(data: bytes, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        plan(order([LEI], data))


def test_the_importer_of_the_tests_refuses_ragged_first_lines() -> None:
    """A row of maximums without its last commas gives a comma nothing and a semicolon one cell."""
    data = b"Student,ID,Section,A (1)\n    Points Possible\nx,1,A,\n"
    with pytest.raises(RefusedError, match="Invalid header"):
        imported(data, Course([], []))
