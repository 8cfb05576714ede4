"""What ``torchgrade.exports.templates.csv_template`` promises."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from torchgrade.errors import UsageError
from torchgrade.exports.planned import Template
from torchgrade.exports.templates.csv_template import CsvTable, most_frequent, parse

TEXT = st.text(st.one_of(st.sampled_from("\",;\t\r\n='李 "), st.characters(codec="utf-8", exclude_characters="\0")))


def table(data: bytes | str, delimiter: str = "") -> CsvTable:
    data = data.encode() if isinstance(data, str) else data
    return parse(Template(path=Path("gc.csv"), data=data), delimiter)


def written(rows: list[list[str]], **form: object) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **form).writerows(rows)
    return text.getvalue()


@given(TEXT.map(str.encode), st.sampled_from(",;\t"))
def test_a_template_without_a_replacement_keeps_its_bytes(data: bytes, delimiter: str) -> None:
    assert table(data, delimiter).to_bytes() == data


@given(
    st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_values_are_those_that_a_writer_of_csv_wrote(
    rows: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    # Python's writer leaves a carriage return without quotes, and then no reader can tell it from the end of a line.
    assume(quoting == csv.QUOTE_ALL or not any("\r" in cell for row in rows for cell in row))
    read = table(written(rows, delimiter=delimiter, quoting=quoting, lineterminator=end), delimiter)
    assert [read.values(row) for row in range(len(rows))] == rows
    assert read.stray_quotes == []


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=4), st.data(), TEXT)
def test_a_replaced_cell_has_its_text_and_all_others_keep_theirs(
    rows: list[list[str]], data: st.DataObject, text: str
) -> None:
    read = table(written(rows, quoting=csv.QUOTE_ALL), ",")
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2))
    read.replace(row, column, text)
    rows[row][column] = text
    assert list(csv.reader(io.StringIO(read.to_bytes().decode(), newline=""))) == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_of_an_lms_is_kept(encoding: str) -> None:
    data = 'Name,Mark\r\n"李, 雷",\r\n'.encode(encoding)
    read = table(data)
    assert read.values(1) == ["李, 雷", ""]
    assert read.to_bytes() == data
    read.replace(1, 1, "38.00")
    assert read.to_bytes() == 'Name,Mark\r\n"李, 雷",38.00\r\n'.encode(encoding)


def test_a_cell_with_quotes_keeps_quotes_and_one_without_gets_them_where_needed() -> None:
    read = table('a,"b",c,d\n')
    for column, text in enumerate(("1", "2", "x,y", "4")):
        read.replace(0, column, text, quoted=column == 3)
    assert read.to_bytes() == b'1,"2","x,y","4"\n'


def test_a_shorter_row_gets_empty_cells_before_a_new_one() -> None:
    read = table("a,b,c\nd\n")
    assert read.value(1, 2) == ""
    read.replace(1, 2, "5")
    assert read.to_bytes() == b"a,b,c\nd,,5\n"


def test_rows_may_end_in_different_ways_and_the_last_without_an_end() -> None:
    data = b"a,b\r\nc,d\n\ne,f\rg,"
    read = table(data)
    assert [read.values(row) for row in range(5)] == [["a", "b"], ["c", "d"], [""], ["e", "f"], ["g", ""]]
    read.replace(4, 1, "1")
    assert read.to_bytes() == data + b"1"


@pytest.mark.parametrize("line", ['a"b,c', '"a"b,c', '"a,c'])
def test_a_quote_where_strict_readers_allow_none_is_noted(line: str) -> None:
    read = table("x,y\n" + line)
    assert read.stray_quotes == [1]
    assert read.to_bytes().decode() == "x,y\n" + line


@pytest.mark.parametrize(("text", "sign"), [("a,b;c,d", ","), ('"a,b,c";d', ";"), ("a\tb,c\td", "\t"), ("", ",")])
def test_the_delimiter_is_the_most_frequent_sign_outside_quotes(text: str, sign: str) -> None:
    assert most_frequent(text) == sign


def test_the_delimiter_may_be_found_as_the_lms_does() -> None:
    read = parse(Template(path=Path("a.csv"), data=b"a,b,c;d\n"), lambda text: ";")
    assert read.values(0) == ["a,b,c", "d"]


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0\0", b"\xff\xfe\x41", b"\xff\xff,a\n", b"a,\0\0b\n"])
def test_a_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"gc\.csv is not text"):
        table(data)


def test_an_empty_template_has_no_rows() -> None:
    assert table(b"").rows == []
