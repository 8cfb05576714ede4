"""Tests of the list of a class: the rules for matching a person, and files that are not rosters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deliveries.made import SAY
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.roster import ROSTER_BYTES, Match, Roster, parse_roster, read_roster, say_person
from torchgrade.deliveries.rosters.names import Spoken, accounts_in, words_in
from torchgrade.errors import UsageError
from torchgrade.model.people import Person

TABLE = "学号,姓名,邮箱\n20230001,张三,zs@example.edu\n20230002,李四,ls@example.edu\n"


def read(path: Path, encoding: str | None = None) -> Roster:
    return read_roster(path, SAY, list, encoding)


def people(roster: Roster) -> list[tuple[str, str]]:
    return [(row.person.number, row.person.name) for row in roster.rows]


def spoken(text: str) -> Spoken:
    words = tuple(words_in(text))
    return Spoken(words, frozenset(words), accounts_in(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gbk", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_roster_is_read_in_the_encodings_and_forms_that_excel_writes(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(TABLE.replace(",", separator).replace("\n", "\r\n").encode(encoding))
    roster = read(path)

    assert people(roster) == [("20230001", "张三"), ("20230002", "李四")]
    assert [notice.message_id for notice in roster.notices] == {
        "utf-8": [], "utf-8-sig": [], "utf-16": ["roster.encoding_mark"], "utf-32": ["roster.encoding_mark"],
    }.get(encoding, ["roster.encoding_headings"])  # fmt: skip


def test_an_encoding_that_is_named_is_used_and_told(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes("student_id,name\n1,Erdős Pál\n".encode("cp1250"))
    roster = read(path, "cp1250")

    assert people(roster) == [("1", "Erdős Pál")]
    assert [notice.message_id for notice in roster.notices] == ["roster.encoding_told"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Vorname;Klasse\nx;y\n", "Its columns are: Vorname, Klasse"),
        (b"", "no column that names a student"),
        (b"name\n", "headings and no students"),
        (b"PK\x03\x04rest", "not a valid workbook"),
        (b"a\0b,name\n1,2\n", "in no other encoding"),
        (b"\xff\xff\xff\x80", "in no other encoding"),
        (b"name\n" + b"x" * ROSTER_BYTES, "more than 32 MiB"),
        (b"name\n" + b'"' + b"x" * 200_000, "not a valid CSV file"),
        (b"\x1b[31mname\n1\n", "in no other encoding"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_what_it_has(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_bytes(data)
    with pytest.raises(UsageError, match="class.csv") as caught:
        read(tmp_path / "class.csv")
    assert said in str(caught.value)


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="The grader cannot read the roster"):
        read(tmp_path / "none.csv")


def test_what_a_refusal_quotes_of_a_file_acts_on_nothing(tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text("\u202eKlasse,Fach\n1,2\n", "utf-8")
    with pytest.raises(UsageError) as caught:
        read(tmp_path / "class.csv")

    assert "\\u202eKlasse" in str(caught.value)


CLASS = parse_roster(
    "student_id,name,login,email,ID\n"
    "001,Zhang San,zhs7,zs@example.edu,12345\n"
    "002,Li Wei,lw,lw@example.edu,12346\n"
    "003,Wei Li,wl,wl@example.edu,12347\n"
    "004,李四,ls,ls@example.edu,12348\n"
)


@pytest.mark.parametrize(
    "person",
    [
        Person(number="001"),
        Person(number="ZHS7"),
        Person(number="12345"),
        Person(lms="12345"),
        Person(login="zhs7"),
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
        (Person(number="9"), ()),
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


@pytest.mark.parametrize(
    ("roster", "number"),
    [
        ("712345", "00712345"),
        ("00712345", "712345"),
        ("712,345", "00712345"),
        ("12.712.345", "12712345"),
        ("20250001.0", "20250001"),
        ("2.0250001E+7", "20250001"),
        ("2.0231E+17", "202310010101001234"),
        ("2,0231E17", "202310010101001234"),
        ("202310010101001000", "202310010101001234"),
    ],
)
def test_a_number_that_a_spreadsheet_changed_names_the_only_row_that_can_be_meant(roster: str, number: str) -> None:
    rows = parse_roster(f'student_id;name\n"{roster}";Ada\n999;Ben\n')

    assert rows.match(Person(number=number)).row == 0
    assert rows.match(Person(number=f"{number}9")) == Match()


def test_a_changed_number_that_may_be_two_rows_is_neither_and_a_name_decides() -> None:
    rows = parse_roster("学号,姓名\n2.0231E+17,张三\n2.0231E+17,李四\n")

    both = rows.match(Person(number="202310010101001234"))
    assert (both.row, both.several, both.message_id) == (None, (0, 1), "roster.changed")
    assert rows.match(Person(number="202310010101001234", name="李四")).row == 1
    assert rows.match(Person(number="202310010101001234"), spoken("202310010101001234_李四")).row == 1


@pytest.mark.parametrize(
    ("stem", "several"),
    [
        ("002 zhang san", (0, 1)),
        ("002_San Zhang_hw3", (0, 1)),
        ("002ZhangSan", (0, 1)),
        ("002-san.v2", (0, 1)),
        ("002李四作业", (1, 3)),
        ("002_zhs7", (0, 1)),
        ("002 Li Wei", ()),
        ("002_lw", ()),
        ("002_softmax", ()),
    ],
)
def test_a_name_of_another_row_in_a_files_name_contradicts_the_number(stem: str, several: tuple[int, ...]) -> None:
    match = CLASS.match(Person(number="002"), spoken(stem))

    assert match.several == several
    assert match.row == (None if several else 1)


@pytest.mark.parametrize(
    "person",
    [Person(login="zhs7", name="李四"), Person(email="zs@example.edu", name="Li Wei"), Person(lms="12345", login="ls")],
)
def test_an_account_or_an_address_and_a_name_of_different_rows_contradict_each_other(person: Person) -> None:
    assert (CLASS.match(person).row, CLASS.match(person).message_id) == (None, "roster.contradiction")


def test_a_word_of_the_whole_class_is_no_name() -> None:
    rows = parse_roster("student_id,name\n001,Ada Ngo\n002,Lab\n")

    assert rows.match(Person(number="001"), Spoken(("lab",), frozenset())).row == 0


def test_a_full_name_in_any_turn_of_its_words_is_the_row() -> None:
    rows = parse_roster("Apellidos,Nombre,Matrícula\nGarcía López,María José,7\n")

    assert rows.match(Person(name="María José García López")).row == 0


def test_the_nearest_row_is_found_by_name_before_number() -> None:
    assert CLASS.nearest(Person(name="李思")).key == "004"
    assert CLASS.nearest(Person(name="zhangsang")).key == "001"
    assert CLASS.nearest(Person(name="quite another")) is None
    assert CLASS.nearest(Person(number="002", name="李思")).key == "004"
    assert CLASS.nearest(Person(number="20251003"), spoken("20251003 zhang sam")).key == "001"


def test_a_number_is_near_only_if_no_other_row_is_as_near() -> None:
    rows = parse_roster("student_id,name\n20257001,Ada\n20257002,Ben\n88123456,Cai\n")

    assert rows.nearest(Person(number="88123459")).key == "88123456"
    assert rows.nearest(Person(number="20257003")) is None


def test_a_person_is_said_by_name_and_number_and_acts_on_nothing() -> None:
    english, chinese = catalogue_for(), catalogue_for(language="zh")
    person = say_person(Person(name="张三", number="1"))

    assert (english.words(person), chinese.words(person)) == ("张三 (1)", "张三（1）")
    assert say_person(Person(email="a@b.c")) == "a@b.c"
    assert english.words(say_person(Person(name="\x1b[31mred", number="\u202e1"))) == "\\x1b[31mred (\\u202e1)"
