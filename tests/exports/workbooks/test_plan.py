"""``--to xlsx`` into a school's list, through an importer that reads it as the school's system would."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exports.importers.xlsx import import_text, import_workbook
from tests.exports.lists import HEADINGS, cells, packed, student, with_part, workbook
from tests.exports.made import data_of, mark, notes_of, order, reason_of, row_of, warnings_of
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.rosters.tables import MOST_ROWS
from torchgrade.errors import UsageError
from torchgrade.exports.planned import Planned
from torchgrade.exports.workbooks.plan import plan

NUMBERS = st.one_of(
    st.from_regex(r"20230[0-9]{2}", fullmatch=True),
    st.sampled_from(["0012", "012", "12", "S01", "s01", "２０２３０００１", "'20230001", "20230001.0", "", " 77 "]),
)
NAMES = st.one_of(
    st.sampled_from(["张伟", "李雷", "=1+1", 'a,"b"\n', "Li Lei", "\u202ex", "@y", ""]), st.text(max_size=4)
)
IN_CELLS = NAMES.map(lambda name: "".join(sign for sign in name if sign.isprintable() or sign == "\n"))
FILLED = st.sampled_from([None, None, None, 77, "缺考", " ", "38"])
POINTS = st.one_of(st.none(), st.integers(0, 80).map(lambda halves: halves / 2), st.just(12.345))


def filled(marks, rows, **options: object) -> Planned:
    return plan(order(marks, workbook(rows), **options))


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(st.tuples(NUMBERS, NAMES, POINTS), min_size=1, max_size=8),
    further=st.lists(st.tuples(NUMBERS, IN_CELLS, FILLED), max_size=4),
    in_list=st.lists(st.tuples(st.booleans(), FILLED), min_size=8, max_size=8),
    overwrite=st.booleans(),
)
def test_every_written_mark_arrives_and_no_other_cell_changes(people, further, in_list, overwrite) -> None:
    marks = [mark(f"s{place}", points, number=number, name=name) for place, (number, name, points) in enumerate(people)]
    rows = [
        student(number, "".join(sign for sign in name if sign.isprintable()).removeprefix("="), there)
        for (number, name, _), (is_in, there) in zip(people, in_list, strict=False)
        if is_in
    ]
    rows += [student(number, name.removeprefix("="), there) for number, name, there in further]
    template = workbook(rows)
    asked = order(marks, template, overwrite=overwrite)
    planned = plan(asked)
    written = {row.key: row for row in planned.rows if row.left_out is None}
    before = import_workbook(template)
    if not written:
        assert planned.files == ()
        return
    after = import_workbook(data_of(planned))
    expected = dict(before.marks)
    for one in marks:
        if one.key in written:
            number = one.person.number.strip().removeprefix("'").removesuffix(".0")
            number = number.translate(str.maketrans("０１２３", "0123"))
            key = next(key for key in after.names if key.casefold() == number.casefold())
            assert overwrite or before.marks.get(key) in {None, Decimal(written[one.key].value)}
            expected[key] = Decimal(written[one.key].value)
            assert abs(expected[key] - Decimal(repr(one.points))) <= Decimal("0.005")

    assert after.marks == expected
    assert after.names == before.names
    assert set(after.refused) == set(before.refused) - (set(expected) if overwrite else set())
    old, new = cells(template), cells(data_of(planned))
    changed = {at for at in old | new if old.get(at) != new.get(at)}
    assert {at[0] for at in changed} <= {"E"}
    assert len(changed) <= len(written)
    assert all(one.points is not None or one.key not in written for one in marks)


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(st.tuples(NUMBERS, NAMES, POINTS, FILLED), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
    delimiter=st.sampled_from("\t,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_text_gets_its_marks_and_keeps_every_other_cell(people, encoding: str, delimiter: str, quoting) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(("学号", "姓名", "成绩", "备注"))
    names = ["".join(sign for sign in name if sign.isprintable() or sign == "\n") for _, name, _, _ in people]
    writer.writerows((number, name, there, "") for (number, _, _, there), name in zip(people, names, strict=True))
    template = target.getvalue().encode(encoding)
    marks = [
        mark(f"s{place}", points, number=number, name=name)
        for place, ((number, _, points, _), name) in enumerate(zip(people, names, strict=True))
    ]
    planned = plan(order(marks, template))
    values = {int(row.key[1:]): row.value for row in planned.rows if row.left_out is None}
    if not values:
        assert planned.files == ()
        return
    before, after = (
        list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
        for data in (template, data_of(planned))
    )

    for place, row in enumerate(before[1:]):
        row[2] = values.get(place, row[2])
    assert after == before
    marked = {place: points for place, (_, _, points, _) in enumerate(people) if place in values}
    assert all(
        abs(Decimal(values[place]) - Decimal(repr(points))) <= Decimal("0.005") for place, points in marked.items()
    )


def test_marks_are_numbers_in_the_row_of_their_student() -> None:
    planned = filled(
        [mark("a", 38.5, number="20230001"), mark("b", 40, number="20230002")],
        [student("20230002", "李雷"), student("20230001", "张伟")],
    )

    assert import_workbook(data_of(planned)).marks == {"20230002": Decimal(40), "20230001": Decimal("38.5")}
    assert [file.name for file in planned.files] == ["成绩-template.csv"]


def test_one_number_of_two_marks_is_named_for_both() -> None:
    planned = filled([mark("a", 38, number="1"), mark("b", 1, number=" 1")], [student("1")])

    assert {reason_of(planned, key) for key in "ab"} == {"export.xlsx.twice_in_run"}


def test_a_mark_without_a_number_or_outside_the_list_is_named() -> None:
    planned = filled([mark("a", 38), mark("b", 1, number="9")], [student("1", "张伟")])

    assert reason_of(planned, "a") == "export.xlsx.no_number"
    assert reason_of(planned, "b") == "export.xlsx.not_in_template"
    assert planned.unknown == ("1 张伟",)


def test_a_row_without_a_mark_leaves_its_cell() -> None:
    planned = filled([mark("a", None, number="1"), mark("b", 1, number="2")], [student("1", "", 77), student("2")])

    assert reason_of(planned, "a") == "export.xlsx.no_mark"
    assert cells(data_of(planned))["E3"] == 77


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_phrase_can_be_said(language: str) -> None:
    def change(book, sheet) -> None:
        book.create_sheet("说明")

    rows = [
        student("1", "张伟", "缺考", "缓考"),
        student("2", "李雷"),
        student("3"),
        student("3"),
        student("4", "", "=1"),
    ]
    rows += [student("12"), student("5", "王芳", 1), student("6", "赵敏"), student(123456789012345678.0)]
    people = [
        ("1", "张伟"),
        ("2", "李"),
        ("3", ""),
        ("4", ""),
        ("012", ""),
        ("5", "Wang"),
        ("6", ""),
        ("7", ""),
        ("", ""),
    ]
    marks = [mark(f"s{place}", 41.239, number=number, name=name) for place, (number, name) in enumerate(people)]
    marks += [mark("t", None, number="6"), mark("u", 1, number="7")]
    catalogue = catalogue_for(language=language)
    said = set()
    for planned in (
        plan(order(marks, workbook(rows, change=change), overwrite=True, out_of=100.0)),
        plan(order(marks, workbook(rows, change=change))),
        plan(order([*marks, mark("v", 1, number="=1"), mark("w", None)], whole=True)),
    ):
        phrases = [
            *planned.notes,
            *(row.left_out for row in planned.rows if row.left_out),
            *(w for row in planned.rows for w in row.warnings),
        ]
        said |= {(one["phrase"], catalogue.words(one)) for one in phrases}

    assert all("{" not in text for _, text in said)
    assert len({entry for entry, _ in said}) >= 20


def test_a_signature_that_becomes_invalid_is_noted() -> None:
    signed = with_part(workbook([student("1")]), "_xmlsignatures/sig1.xml", lambda _: b"<Signature/>")

    assert "export.xlsx.signed" in notes_of(plan(order([mark("a", 38, number="1")], signed)))


def test_formulas_stay_and_their_results_are_said_to_be_gone() -> None:
    rows = [(*student("1"), "=D3*0.4+E3*0.6")]
    planned = plan(order([mark("a", 38, number="1")], workbook(rows, headings=(*HEADINGS, "总评"))))

    assert cells(data_of(planned))["G3"] == "=D3*0.4+E3*0.6"
    assert "export.xlsx.formulas" in notes_of(planned)


def test_whole_marks_are_rounded_half_up_and_said_to_be() -> None:
    planned = filled([mark("a", 38.5, number="1"), mark("b", 3, number="2")], [student("1"), student("2")], whole=True)

    assert (row_of(planned, "a").value, row_of(planned, "b").value) == ("39", "3")
    assert warnings_of(planned, "a") == ["export.marks.rounded"]
    assert warnings_of(planned, "b") == []
    assert "export.marks.whole" in notes_of(planned)


def test_marks_are_scaled_and_over_the_maximum_there_is_a_warning() -> None:
    planned = filled([mark("a", 38, number="1"), mark("b", 41, number="2")], [student("1"), student("2")], out_of=100.0)

    assert (row_of(planned, "a").value, row_of(planned, "b").value) == ("95", "102.5")
    assert warnings_of(planned, "b") == ["export.marks.over"]


def test_a_name_that_is_a_formula_stays_as_it_is() -> None:
    def change(book, sheet) -> None:
        sheet["C3"].value = "=cmd"
        sheet["C3"].data_type = "s"

    planned = plan(order([mark("a", 38, number="1", name="=cmd")], workbook([student("1")], change=change)))

    assert cells(data_of(planned))["C3"] == "=cmd"
    assert row_of(planned, "a").value == "38"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_a_text_that_is_named_xls_is_filled_byte_for_byte(encoding: str, delimiter: str) -> None:
    lines = ["登记表", "学号\t姓名\t成绩\t备注", "0012\t张伟\t\t", "0013\t李雷\t\t缓考", "0014\t王芳\t77\t"]
    text = "\r\n".join(lines).replace("\t", delimiter) + "\r\n"
    asked = order([mark("a", 38.5, number="0012", name="张伟"), mark("b", 1, number="0014")], text.encode(encoding))
    planned = plan(replace(asked, template=replace(asked.template, path=Path("名单.xls"))))

    expected = text.replace(f"张伟{delimiter}", f"张伟{delimiter}38.5")
    assert data_of(planned) == expected.encode(encoding)
    assert [file.name for file in planned.files] == ["成绩-名单.xls"]
    assert reason_of(planned, "b") == "export.xlsx.filled"
    assert import_text(
        expected.encode(encoding).removeprefix(b"\xef\xbb\xbf"), encoding.removesuffix("-sig"), delimiter
    ).marks["0012"] == Decimal("38.5")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "A password protects"),
        (b"<html><table><tr><td>\xd1\xa7</td></tr></table>", "in fact a web page"),
        (b"\xef\xbb\xbf \r\n<table>", "in fact a web page"),
        ("<html>".encode("utf-16"), "in fact a web page"),
        (packed({"content.xml": b""}), "zip archive, but not an .xlsx workbook"),
        (b"PK\x03\x04 and nothing else", "not a valid workbook"),
        (b"\xff\xff\xff", "not text"),
        pytest.param("学号,成绩\n".encode() + b"\n" * (MOST_ROWS + 1), "more lines or cells", id="lines"),
        pytest.param("学号,成绩\n".encode() + b";" * 1_000_001, "more lines or cells", id="cells"),
        (b"", "a folder or an empty file"),
    ],
)
def test_the_first_bytes_show_the_kind_of_a_file(data: bytes, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        plan(order([mark("a", 38, number="1")], data))
