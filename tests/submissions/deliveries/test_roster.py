"""The list of a class: its forms, and the rules by which a person is a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.errors import UsageError
from torchgrade.submissions.deliveries import roster as roster_module
from torchgrade.submissions.deliveries.roster import ROSTER_BYTES, Roster, parse_roster, read_roster, say_person
from torchgrade.submissions.found import Person

TABLE = "学号,姓名,邮箱\n20230001,张三,zs@example.edu\n20230002,李四,ls@example.edu\n"


def parsed(text: str) -> Roster:
    return parse_roster(text, "'class.csv'")


def people(roster: Roster) -> list[tuple[str, str]]:
    return [(row.person.number, row.person.name) for row in roster.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_is_read_in_the_encodings_and_forms_that_excel_writes(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(TABLE.replace(",", separator).replace("\n", "\r\n").encode(encoding))

    assert people(read_roster(path)) == [("20230001", "张三"), ("20230002", "李四")]


@pytest.mark.parametrize(
    ("headings", "row", "person"),
    [
        ("student_id,name", "7,Ada", Person(number="7", name="Ada")),
        ("Student ID,First Name,Last Name", "7,Ada,Love Lace", Person(number="7", name="Love Lace, Ada")),
        ("Login,E-Mail", "ada,ada@example.edu", Person(login="ada", email="ada@example.edu")),
        ("学号,姓名,班级", "7,张三,一班", Person(number="7", name="张三")),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section",
            '"Zhang, San",12345,7,zs,A',
            Person(name="Zhang, San", lms="12345", number="7", login="zs"),
        ),
        (
            "Identifier,Full name,Email address",
            "Participant 657737,Ada L,a@b.c",
            Person(name="Ada L", lms="657737", email="a@b.c"),
        ),
        ('"姓名","学号"', '" 张三 ","=""007"""', Person(name="张三", number="007")),
    ],
)
def test_columns_are_found_by_the_names_that_they_have(headings: str, row: str, person: Person) -> None:
    assert [one.person for one in parsed(f"{headings}\n{row}\n").rows] == [person]


def test_lines_that_are_no_students_are_left_out() -> None:
    text = 'Student,ID,Section\n"    Points Possible",,\n"Ada, L",1,A\n,,\n\n"Ada, L",1,A\n"Student, Test",9,A\n'

    assert [one.person.name for one in parsed(text).rows] == ["Ada, L"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Vorname;Klasse\nx;y\n", "Its columns are: Vorname, Klasse"),
        (b"", "Its columns are: none"),
        (b"name\n", "headings and no students"),
        (b"PK\x03\x04rest", "is a workbook"),
        (b"a\0b,name\n1,2\n", "is not text"),
        (b"\xff\xff\xff\x80", "is not text"),
        (b"name\n" + b"x" * ROSTER_BYTES, "more than 4 MiB"),
        (b"name\n" + b'"' + b"x" * 200_000, "not a CSV file"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_what_it_has(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_bytes(data)
    with pytest.raises(UsageError, match="class.csv") as caught:
        read_roster(tmp_path / "class.csv")
    assert said in str(caught.value)


def test_a_roster_that_is_not_there_and_one_with_too_many_rows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path / "none.csv")
    monkeypatch.setattr(roster_module, "MOST_ROWS", 1)
    with pytest.raises(UsageError, match="more than 1 students"):
        parsed(TABLE)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_text_of_any_kind_is_a_roster_or_is_refused(text: str) -> None:
    try:
        assert parsed(text).rows
    except UsageError as error:
        assert "class.csv" in str(error)


CLASS = parsed(
    "student_id,name,login,email,ID\n"
    "001,Zhang San,zs,zs@example.edu,12345\n"
    "002,Li Wei,lw,lw@example.edu,12346\n"
    "003,Wei Li,wl,wl@example.edu,12347\n"
    "004,李四,ls,ls@example.edu,12348\n"
)


@pytest.mark.parametrize(
    "person",
    [
        Person(number="001"),
        Person(number="ZS"),
        Person(number="12345"),
        Person(lms="12345"),
        Person(login="zs"),
        Person(email="ZS@example.edu"),
        Person(name="zhangsan"),
        Person(name="San Zhang"),
        Person(name="Zhang, San", lms="of another system", email="zhang@home.example"),
        Person(name="Somebody Else", number="001"),
    ],
)
def test_a_person_is_the_row_that_a_number_a_login_an_address_or_a_full_name_names(person: Person) -> None:
    assert CLASS.match(person).row == 0


@pytest.mark.parametrize(
    ("person", "several"),
    [
        (Person(name="Li Wei"), (1, 2)),
        (Person(number="001", name="李四"), (0, 3)),
        (Person(number="1"), ()),
        (Person(number="009", name="李四"), ()),
        (Person(name="Zhang"), ()),
        (Person(name="zhangsan2"), ()),
        (Person(lms="001"), ()),
        (Person(), ()),
    ],
)
def test_likeness_two_rows_or_a_contradiction_name_none(person: Person, several: tuple[int, ...]) -> None:
    match = CLASS.match(person)

    assert (match.row, match.several) == (None, several)


def test_a_number_decides_between_two_of_one_name() -> None:
    assert CLASS.match(Person(name="Li Wei", number="003")).row == 2


def test_the_nearest_row_is_the_one_whose_name_reads_most_alike() -> None:
    assert CLASS.nearest(["李思"]).key == "004"
    assert CLASS.nearest(["zhangsang"]).key == "001"
    assert CLASS.nearest(["quite another"]) is None


def test_a_person_is_said_by_name_and_number_and_acts_on_nothing() -> None:
    assert say_person(Person(name="张三", number="1")) == "张三 (1)"
    assert say_person(Person(email="a@b.c")) == "a@b.c"
    assert say_person(Person(name="\x1b[31mred", number="\u202e1")) == "\\x1b[31mred (\\u202e1)"
