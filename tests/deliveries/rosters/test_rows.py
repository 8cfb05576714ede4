"""Tests of the students of a class list."""

from __future__ import annotations

import pytest

from torchgrade.deliveries.rosters.refused import RosterError
from torchgrade.deliveries.rosters.rows import Notice, Row, read_rows
from torchgrade.deliveries.rosters.tables import read_table
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed


def rows_of(text: str) -> list[Row]:
    return read_rows(read_table(text))[0]


def notices_of(text: str) -> list[Notice]:
    return read_rows(read_table(text))[1]


@pytest.mark.parametrize(
    ("headings", "row", "person"),
    [
        ("student_id,name", "7,Ada", Person(number="7", name="Ada")),
        ("Student ID,First Name,Last Name", "7,Ada,Love Lace", Person(number="7", name="Love Lace, Ada")),
        ("Matrikelnummer,Name,Vorname", "7,Müller,Jörg", Person(number="7", name="Müller, Jörg")),
        ("Login,E-Mail", "ada,ada@example.edu", Person(login="ada", email="ada@example.edu")),
        ("学号,姓名,班级", "7,张三,一班", Person(number="7", name="张三", section="一班")),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section",
            '"Zhang, San",12345,7,zs,A',
            Person(name="Zhang, San", lms="12345", number="7", login="zs", section="A"),
        ),
        (
            "Identifier,Full name,Email address",
            "Participant 657737,Ada L,a@b.c",
            Person(name="Ada L", lms="657737", email="a@b.c"),
        ),
        ("ID,Vollständiger Name", "Teilnehmer/in657737,Ada L", Person(name="Ada L", lms="657737")),
        ('"姓名","学号"', '" 张三 ","=""007"""', Person(name="张三", number="007")),
        ("学号,姓名", "20250001.0,张三", Person(name="张三", number="20250001")),
    ],
)
def test_a_student_has_what_the_columns_say(headings: str, row: str, person: Person) -> None:
    assert [one.person for one in rows_of(f"{headings}\n{row}\n")] == [person]


def test_lines_that_are_no_students_are_left_out() -> None:
    text = 'Student,ID,Section\n"    Points Possible",,\n"Ada, L",1,A\n,,\n\n"Ada, L",1,A\n"Student, Test",9,A\n'

    assert [one.person.name for one in rows_of(text)] == ["Ada, L"]


@pytest.mark.parametrize(
    "text",
    [
        "student_id,name,section\n1,Ada Ngo,A\n1,Ngo Ada,B\n",
        "student_id,name,email\n1,Ada Ngo,a@old\n1,Ada Ngo,a@new\n",
        "student_id,name,email\n1,Ada Ngo,a@old\n1.0,Ada Marie Ngo,a@new\n",
        "student_id,name\n1,张三\n1,Zhang San\n",
        "login,name\nada,Ada Ngo\nADA,\n",
        "email,name,section\na@b,Ada,1\nA@B,Ada,2\n",
    ],
)
def test_rows_of_one_number_are_one_student(text: str) -> None:
    (row,) = rows_of(text)

    assert row.people == (row.person, *row.others)
    assert notices_of(text) == []


def test_rows_of_one_number_with_different_names_are_told_and_have_keys_of_their_own() -> None:
    text = "student_id,name,email\n1,Ada Ngo,a@b\n1,Ben Otto,\n2,Cai,\n"

    assert [row.key for row in rows_of(text)] == ["a@b", "Ben Otto", "2"]
    assert [notice.values for notice in notices_of(text)] == [{"number": "1", "who": listed(["Ada Ngo", "Ben Otto"])}]


def test_a_number_that_lost_digits_is_nobodys_key_and_is_told() -> None:
    text = "学号,姓名\n2.0231E+17,张三\n2.0231E+17,李四\n"

    assert [row.key for row in rows_of(text)] == ["张三", "李四"]
    assert [notice.message_id for notice in notices_of(text)] == ["roster.numbers_changed"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("student_id,login,email,ID,name\n1,l,e,2,n\n", ["1"]),
        ("login,email,ID,name\nl,e,2,n\n", ["l"]),
        ("email,ID,name\ne,2,n\n", ["e"]),
        ("ID,name\n2,n\n", ["2"]),
        ("name\nn\n", ["n"]),
        ("student_id\n2.0231E+17\n2.0231E+17\n", ["2.0231E+17"]),
        ("student_id,name,section\n1,a,\n1,b,\n1,a b,\n", ["a", "b"]),
    ],
)
def test_no_two_students_have_one_key(text: str, keys: list[str]) -> None:
    assert [row.key for row in rows_of(text)] == keys


def test_headings_without_students_are_refused() -> None:
    with pytest.raises(RosterError, match="no_students"):
        rows_of("student_id,name\n")


def test_names_that_lost_letters_are_told() -> None:
    notices = notices_of("student_id,name\n7,??\n8,J\ufffdrg\n9,Ada\n")

    assert [(one.message_id, one.values) for one in notices] == [("roster.letters_lost", {"count": 2, "example": "??"})]


def test_a_chinese_name_in_two_columns_is_one_word() -> None:
    assert rows_of("学号,名,姓氏\n7,三,张\n")[0].person == Person(number="7", name="张三")
