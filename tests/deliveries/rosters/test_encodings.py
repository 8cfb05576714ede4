"""Tests of the encoding of a class list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.words import shown
from torchgrade.deliveries.rosters.encodings import Decoded, decode
from torchgrade.deliveries.rosters.refused import RosterError

CLASSES = {
    "cp1252": ["Jörg Müller", "Änne Groß", "Hélène Lefèvre", "José Núñez"],
    "mac_roman": ["Jörg Müller", "Änne Groß"],
    "cp1250": ["Jiří Dvořák", "Tomáš Novák", "Zdeněk Šťastný"],
    "iso8859_2": ["Łukasz Żółć", "Paweł Zieliński", "Iga Świątek"],
    "cp1251": ["Иван Петров", "Анна Смирнова", "Дмитрий Щукин"],
    "koi8_r": ["Иван Петров", "Анна Смирнова"],
    "gbk": ["张三", "李四", "王小明", "陈静"],
    "big5": ["張三", "王小明", "陳怡君", "林志豪"],
    "shift_jis": ["山田太郎", "鈴木花子", "高橋さくら"],
    "euc_jp": ["山田太郎", "鈴木花子", "高橋さくら"],
    "iso2022_jp": ["山田太郎", "鈴木花子"],
    "euc_kr": ["김철수", "이영희", "박지성"],
    "utf_16_le": ["张三", "Jörg Müller"],
    "utf_16_be": ["张三", "Jörg Müller"],
}


def table(names: list[str]) -> str:
    return "student_id,name\n" + "".join(f"{number},{name}\n" for number, name in enumerate(names, start=1234567))


def chosen(text: str, encoding: str, *file_names: str) -> Decoded:
    return decode(text.encode(encoding), lambda: file_names)


@pytest.mark.parametrize("encoding", CLASSES)
def test_an_encoding_is_known_by_what_its_letters_make_of_names(encoding: str) -> None:
    text = table(CLASSES[encoding])
    decoded = chosen(text, encoding)

    assert decoded.text == text
    assert decoded.encoding
    assert decoded.why.startswith("roster.encoding_")


def test_utf_8_needs_no_choice_and_no_names_of_files() -> None:
    def ask() -> list[str]:
        raise AssertionError

    assert decode(table(["张三"]).encode(), ask) == Decoded(text=table(["张三"]), encoding="")


def test_names_of_files_decide_what_letters_leave_open() -> None:
    text = table(["Erdős Pál"])

    assert chosen(text, "cp1250").why == "roster.encoding_usual"
    decoded = chosen(text, "cp1250", "Erdős Pál_301_assignsubmission_file_")
    assert (decoded.text, decoded.encoding, decoded.why) == (text, "Windows-1250", "roster.encoding_files")


@pytest.mark.parametrize("through", ["cp1252", "gb18030", "mac_roman"])
def test_a_list_that_was_saved_twice_is_repaired_and_that_is_told(through: str) -> None:
    text = table(["张三" if through == "gb18030" else "Jörg Müller", "王五六"])
    try:
        damaged = text.encode().decode(through)
    except UnicodeDecodeError:
        damaged = text.encode().decode("latin-1")

    decoded = decode(damaged.encode(), list)
    assert (decoded.text, decoded.why) == (text, "roster.encoding_twice")


@pytest.mark.parametrize("names", [["Jörg Müller"], ["张三", "李四"], ["Ã Â", "Åse Bø"], ["김철수"], ["山田太郎"]])
def test_utf_8_that_was_saved_once_stays_as_it_is(names: list[str]) -> None:
    assert decode(table(names).encode(), list) == Decoded(text=table(names), encoding="")


def test_headings_decide_before_letters() -> None:
    decoded = chosen("学籍番号,name\n1,Ada\n", "shift_jis")

    assert (decoded.encoding, decoded.why) == ("Shift-JIS", "roster.encoding_headings")


def test_the_usual_encoding_is_told_beside_others_that_are_possible() -> None:
    decoded = chosen(table(["João Magalhães"]), "cp1252")

    assert shown(decoded.encoding) == "Windows-1252: João Magalhães"
    assert "Windows-1250: Joăo Magalhăes" in shown(decoded.values["others"])


def test_two_encodings_that_are_as_plausible_are_both_named_and_none_is_taken() -> None:
    with pytest.raises(RosterError) as caught:
        chosen(table(["Jörg Müller"]), "cp850")

    assert caught.value.message_id == "roster.encodings"
    assert "code page 850: Jörg Müller" in shown(caught.value.values["samples"])


@pytest.mark.parametrize("data", [b"name\n\x81\x8d\x8f\n", b"name\n\0\n", b"name\n\x01\x02\n"])
def test_what_is_a_name_in_no_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(RosterError):
        decode(data, list)


@pytest.mark.parametrize(
    ("wanted", "message_id"),
    [("cp999", "roster.encoding_unknown"), ("zip", "roster.encoding_unknown"), ("utf-8", "roster.encoding_not"), ("a\0", "roster.encoding_not")],
)  # fmt: skip
def test_an_encoding_that_is_none_or_not_the_files_is_refused(wanted: str, message_id: str) -> None:
    with pytest.raises(RosterError) as caught:
        decode("name\nJörg\n".encode("cp1252"), list, wanted)

    assert caught.value.message_id == message_id


@pytest.mark.parametrize("wanted", ["utf-8", "UTF8", "utf-8-sig"])
def test_utf_8_that_is_named_needs_no_notice(wanted: str) -> None:
    assert decode("\ufeffname\nJörg\n".encode(), list, wanted) == Decoded(text="name\nJörg\n", encoding="")


def test_a_file_name_that_a_student_made_up_does_not_choose_nonsense() -> None:
    decoded = chosen(table(["Jörg Müller"]), "cp1252", "J鰎g M黮ler.py")

    assert decoded.encoding == "Windows-1252"


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=100))
def test_bytes_of_any_kind_are_a_text_or_are_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(b"name\n" + data, list).text, str)
    except RosterError as error:
        assert error.message_id.startswith("roster.")


def test_a_list_in_two_encodings_is_refused_with_a_line_of_the_other() -> None:
    data = "student_id,name\n1234567,Jörg Müller\n".encode() + "1234568,Änne Groß\n".encode("cp1252")

    with pytest.raises(RosterError) as caught:
        decode(data, list)
    assert (caught.value.message_id, caught.value.values["sample"]) == (
        "roster.encodings_mixed",
        "1234567,Jörg Müller",
    )


def test_a_line_that_is_utf_8_by_chance_changes_nothing() -> None:
    # The bytes of 联通 in GBK are also valid UTF-8, but names do not contain those two characters.
    assert "联通" in chosen(table(["张三", "李四", "联通"]), "gbk").text
