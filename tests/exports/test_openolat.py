"""``--to openolat``, through an importer that follows OpenOlat's own rules."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.openolat import import_lines, import_zip
from tests.exports.made import mark, order, reason_of, warnings_of
from torchgrade.errors import UsageError
from torchgrade.exports.openolat import FILE, PAGES, plan
from torchgrade.exports.planned import ExportOrder, Planned
from torchgrade.exports.writing import write_planned

IDENTIFIERS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True),
    st.from_regex(r"0{0,3}[1-9][0-9]{0,9}", fullmatch=True),
    st.sampled_from(["", "", "=1+1", "..", ".", "../ada", "a/b", "a\tb", "a\nb", "张伟", "ada@x.org", "@x", "\u202e"]),
)
POINTS = st.one_of(st.none(), st.floats(0, 60).map(lambda points: round(points, 3)))


def text_of(planned: Planned) -> str:
    return next((file.data.decode() for file in planned.files if file.name == FILE), "")


def with_pages(tmp_path: Path, asked: ExportOrder) -> ExportOrder:
    """Return an order whose submissions all have pages named by their keys."""
    students = tmp_path / "students"
    students.mkdir()
    for one in asked.marks:
        (students / f"{one.submission}.html").write_text(f"page of {one.key}")
    return replace(asked, results=dict.fromkeys(one.submission for one in asked.marks), folder=tmp_path)


@settings(max_examples=100, deadline=None)
@given(people=st.lists(st.tuples(IDENTIFIERS, IDENTIFIERS, POINTS), min_size=1, max_size=12))
def test_every_written_mark_arrives_and_every_other_one_is_named(people) -> None:
    marks = [
        mark(f"s{place}", points, login=login, number=number) for place, (login, number, points) in enumerate(people)
    ]
    asked = order(marks)
    planned = plan(asked)
    kept = [(one, row) for one, row in zip(asked.marks, planned.rows, strict=True) if row.left_out is None]
    firsts = [line.split("\t")[0] for line in text_of(planned).splitlines()]
    imported = import_lines(
        text_of(planned), {one.person.login for one in marks} | {one.person.number for one in marks}
    )

    assert imported.unknown == []
    assert imported.passed == {}
    assert imported.comments == {}
    assert len(imported.points) == len(kept) == len(firsts)
    for (one, row), identifier in zip(kept, firsts, strict=True):
        assert identifier in {one.person.login, one.person.number}
        assert imported.points[identifier] == Decimal(row.value)
        assert abs(Decimal(row.value) - Decimal(repr(one.points))) <= Decimal("0.005")
    for one, row in zip(asked.marks, planned.rows, strict=True):
        assert (one.points is None) <= (row.left_out is not None)


def test_each_student_gets_a_page_in_a_folder_of_the_identifier(tmp_path: Path) -> None:
    asked = with_pages(tmp_path, order([mark("ada", 38, login="ada.l"), mark("bo", 1, login="bo@x.org")]))
    planned = plan(asked)
    written = write_planned(planned, tmp_path / "out", 50)
    imported = import_lines(text_of(planned), {"ada.l", "bo@x.org"})
    import_zip(imported, (tmp_path / "out" / PAGES).read_bytes(), {"ada.l", "bo@x.org"})

    assert [path.name for path in written] == [FILE, PAGES]
    assert imported.unknown == []
    assert imported.files == {
        "ada.l": {"feedback.html": b"page of ada"},
        "bo@x.org": {"feedback.html": b"page of bo"},
    }


def test_a_missing_page_is_named_and_the_mark_stays() -> None:
    planned = plan(order([mark("ada", 38, login="ada")]))

    assert warnings_of(planned, "ada") == ["export.no_page"]
    assert text_of(planned) == "ada\t38\n"
    assert [file.name for file in planned.files] == [FILE]


def test_a_student_without_a_submission_whom_a_person_gave_points_has_no_page() -> None:
    planned = plan(order([replace(mark("ada", 5, login="ada"), submission="")]))

    assert warnings_of(planned, "ada") == ["export.openolat.no_submission"]


def test_the_page_of_a_student_without_a_mark_is_not_in_the_zip(tmp_path: Path) -> None:
    planned = plan(with_pages(tmp_path, order([mark("ada", 38, login="ada"), mark("bo", None, login="bo")])))
    (archive,) = [file for file in planned.files if file.name == PAGES]

    assert [name for name, _ in archive.members] == ["ada/feedback.html"]
    assert reason_of(planned, "bo") == "export.no_mark"


@pytest.mark.parametrize("login", ["..", ".", "../ada", "a/b", "=x", "a\tb"])
def test_an_account_that_is_no_name_of_a_folder_is_named(login: str) -> None:
    planned = plan(order([mark("ada", 38, login=login)]))

    assert reason_of(planned, "ada") == "export.marks.odd_identifier"
    assert planned.files == ()


def test_numbers_and_addresses_serve_if_accounts_are_not_known() -> None:
    assert text_of(plan(order([mark("ada", 38.5, number="0012")]))) == "0012\t38.5\n"
    assert text_of(plan(order([mark("ada", 38.25, email="a@x.org")]))) == "a@x.org\t38.25\n"


def test_a_template_is_refused() -> None:
    with pytest.raises(UsageError, match="takes no template"):
        plan(order([mark("ada", login="ada")], "x"))
