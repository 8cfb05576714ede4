"""What ``torchgrade.exports.blackboard.plan`` promises: Blackboard takes every planned mark, and changes no other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.blackboard import Column, Course, Student, Upload, downloaded, uploaded
from tests.exports.made import data_of, mark, notes_of, order, reason_of, result, row_of, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.blackboard.plan import plan
from torchgrade.exports.planned import Planned, PlannedFile, Template
from torchgrade.exports.templates.csv_template import parse
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome

NAMES = st.one_of(
    st.sampled_from(["Li, Lei", '"Q"', "=1+1", "a\nb", "a\tb", "李", "\u202eabc", ""]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8),
)
HEAD = '"Last Name","First Name","Username","Softmax [Total Pts: 40 Score] |403340"'


@st.composite
def courses(draw: st.DrawFn) -> tuple[Course, list[Mark], dict[str, str]]:
    """A course, the marks of a run, and the login of each mark."""
    logins = draw(st.lists(st.from_regex(r"[a-z][a-z0-9._]{0,5}", fullmatch=True), min_size=1, max_size=6, unique=True))
    students = [
        Student(login, draw(NAMES), draw(NAMES), draw(st.sampled_from(["", f"00{place}", f"S{place}"])))
        for place, login in enumerate(logins)
    ]
    old = st.one_of(st.none(), st.decimals(0, 50, places=2), st.sampled_from(["Needs Grading", "In Progress"]))
    cells = {login: cell for login in logins if (cell := draw(old)) is not None}
    target = Column(403340, draw(st.sampled_from(["Softmax", 'So, "ft"', "练习"])), cells=dict(cells))
    other = Column(7, "Other", 10, cells={login: Decimal("3.00") for login in logins})
    marks, owners = [], {}
    for one in students:
        known: list[dict[str, Any]] = [{"login": one.login.upper()}, {"email": one.login}]
        known += [{"number": one.number}] if one.number else []
        if draw(st.booleans()):
            marks.append(
                mark(f"k{one.login}", draw(st.one_of(st.none(), st.floats(0, 45))), **draw(st.sampled_from(known)))
            )
            owners[f"k{one.login}"] = one.login
    marks += [mark("out", 3.0, login="nobody-at-all")] if draw(st.booleans()) else []
    feedback = {login: "well done" for login in logins if draw(st.booleans())} if draw(st.booleans()) else None
    return Course(students, draw(st.permutations([target, other])), feedback), marks, owners


@settings(max_examples=50, deadline=None)
@given(courses(), st.sampled_from(",\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_blackboard_gives_every_student_the_planned_mark_and_changes_no_other(
    made: tuple[Course, list[Mark], dict[str, str]], sign: str, encoding: str
) -> None:
    course, marks, owners = made
    planned = plan(order(marks, downloaded(course, sign=sign, encoding=encoding), column="403340"))
    kept = {owners[row.key]: Decimal(row.value) for row in planned.rows if row.left_out is None}

    upload = uploaded(data_of(planned), course) if planned.files else Upload()
    assert (upload.new_columns, upload.unknown, upload.feedback) == ([], [], {})
    target = next(one for one in course.columns if one.id == 403340)
    changed = {login: value for login, value in kept.items() if target.cells.get(login) != value}
    assert upload.marks == {(403340, login): value for login, value in changed.items()}


@settings(max_examples=30, deadline=None)
@given(courses(), st.sampled_from(",\t"))
def test_only_cells_of_the_column_change(made: tuple[Course, list[Mark], dict[str, str]], sign: str) -> None:
    course, marks, _ = made
    template = downloaded(course, sign=sign, encoding="utf-16")
    planned = plan(order(marks, template, column="403340"))
    if not planned.files:
        return
    before, after = (parse(Template(path=Path("a"), data=data), sign) for data in (template, data_of(planned)))
    place = next(place for place, heading in enumerate(before.values(0)) if heading.endswith("403340"))
    for old, new in zip(before.rows, after.rows, strict=True):
        assert [cell.raw for cell in (*old[:place], *old[place + 1 :])] == [
            cell.raw for cell in (*new[:place], *new[place + 1 :])
        ]


def filled(rows: str, *marks: Mark, head: str = HEAD, **options: Any) -> tuple[Planned, str]:
    planned = plan(order(marks, f"{head}\n{rows}", **options))
    return planned, data_of(planned).decode().removeprefix(f"{head}\n") if planned.files else ""


LEI = mark("lei", login="lei")


def test_a_written_cell_has_quotes_as_all_others() -> None:
    _, rows = filled('"Li","Lei","lei",\n"Han","","han",""\n', LEI)
    assert rows == '"Li","Lei","lei","30.00"\n"Han","","han",""\n'


def test_a_tab_file_without_quotes_gets_none_and_keeps_its_suffix() -> None:
    head = HEAD.replace('"', "").replace(",", "\t")
    wanted = order([LEI], f"{head}\nLi\tLei\tlei\t\n")
    planned = plan(replace(wanted, template=Template(path=Path("gc.XLS"), data=wanted.template.data)))
    (file,) = planned.files
    assert isinstance(file, PlannedFile)
    assert file.name == "blackboard-grades.xls"
    assert file.data.decode() == f"{head}\nLi\tLei\tlei\t30.00\n"


def test_another_mark_is_replaced_and_named() -> None:
    planned, rows = filled('"","","lei","12.5"\n', LEI)
    assert rows == '"","","lei","30.00"\n'
    assert row_of(planned, "lei").warnings[0]["values"] == {"old": "12.5", "new": "30.00"}


def test_a_row_without_a_mark_keeps_the_mark_and_texts_are_counted() -> None:
    planned, rows = filled(
        '"","","lei","12"\n"","","han","Needs Grading"\n"","","z",""\n', mark("lei", None), mark("z")
    )
    assert rows == '"","","lei","12"\n"","","han","Needs Grading"\n"","","z","30.00"\n'
    assert reason_of(planned, "lei") == "export.template.kept"
    assert "export.blackboard.texts" in notes_of(planned)
    assert planned.unknown == ("han",)


def test_a_student_with_two_rows_gets_the_mark_in_both_and_is_named() -> None:
    planned, rows = filled('"","","lei",""\n"","","LEI",""\n', LEI)
    assert rows.count('"30.00"') == 2
    assert warnings_of(planned, "lei") == ["export.blackboard.rows"]


def test_marks_are_scaled_to_the_maximum_in_the_heading() -> None:
    planned, rows = filled('"","","lei",""\n', LEI, head=HEAD.replace("40", "100"))
    assert rows == '"","","lei","75.00"\n'
    assert "export.template.scaled" in notes_of(planned)


def test_a_column_that_displays_no_points_is_told() -> None:
    planned, _ = filled('"","","lei",""\n', LEI, head=HEAD.replace("Score", "Percentage"))
    assert "export.blackboard.display" in notes_of(planned)


def test_user_names_are_found_under_a_heading_in_another_language() -> None:
    _, rows = filled('"","","lei",""\n', LEI, head='"姓","名","用户名","Softmax [总分: 40] |403340"')
    assert rows == '"","","lei","30.00"\n'


@pytest.mark.parametrize(
    ("columns", "wanted", "match"),
    [
        ('"A [Total Pts: 1 Score] |1","B |2"', "", "Name one with --column"),
        ('"A [Total Pts: 1 Score]"', "", "no column with an id"),
        ('"A [Total Pts: 1 Score]"', "A", "no column A with an id"),
        ('"A |1","A |2"', "A", "Several columns fit"),
        ('"A |1","B |1"', "A", "Several columns fit"),
        ('"Total [Total Pts: up to 9 Score] |1"', "", "no column with an id"),
    ],
)
def test_a_column_that_is_unclear_or_without_an_id_is_refused(columns: str, wanted: str, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        filled("", LEI, head=f'"Last Name","First Name","Username",{columns}', column=wanted)


def test_a_template_is_needed_and_must_have_user_names() -> None:
    with pytest.raises(UsageError, match="choose Work Offline, Download"):
        plan(order([LEI]))
    with pytest.raises(UsageError, match="no column Username"):
        plan(order([LEI], "a,b |1\n"))


OURS = "Passed 1 of 2 checks. Start with the check “softmax.1” of softmax."
COMMENTS = HEAD + ',"Feedback to Learner","Feedback Format"'


@pytest.fixture
def commented() -> Any:
    """Plan of one mark with a result, into a download with comments."""

    def make(comment: str, **options: Any) -> tuple[Planned, str]:
        wanted = order([LEI], f'{COMMENTS}\n"","","lei","",{comment}\n', **options)
        planned = plan(replace(wanted, results={"lei": result("lei", Outcome.PASSED, Outcome.FAILED)}))
        return planned, data_of(planned).decode().splitlines()[1]

    return make


def test_a_comment_is_written_where_the_download_has_comments(commented: Any) -> None:
    assert commented('"",""')[1] == f'"","","lei","30.00","{OURS}","HTML"'


def test_a_comment_of_an_earlier_export_is_replaced(commented: Any) -> None:
    planned, row = commented('"Passed all 2 checks.","HTML"')

    assert row.endswith(f'"{OURS}","HTML"')
    assert warnings_of(planned, "lei") == []


def test_a_comment_of_a_person_stays_unless_it_is_to_be_replaced(commented: Any) -> None:
    planned, row = commented('"well","PLAIN_TEXT"')
    assert row == '"","","lei","30.00","well","PLAIN_TEXT"'
    assert warnings_of(planned, "lei") == ["export.template.comment_kept"]
    assert commented('"well","PLAIN_TEXT"', overwrite=True)[1].endswith(f'"{OURS}","PLAIN_TEXT"')
