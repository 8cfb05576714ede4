"""What ``torchgrade.model.page_names`` promises."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.model.page_names import in_language, language_in, page_href, page_name, page_names

HASHED = re.compile(r".*-[0-9a-f]{8}")


@pytest.mark.parametrize("submission", ["ada", "Ada_Lovelace-2", "李雷", "学生_7", "-rf", "김철수", "はな"])
def test_a_safe_id_is_its_own_page_name(submission: str) -> None:
    assert page_name(submission) == submission


@pytest.mark.parametrize(
    "submission",
    ["", ".", "..", "../../etc", "CON", "nul", "com1", "LPT9", "ada~2", "=1+1", "a b", "<img src=x onerror=alert(1)>",
     "\x1b[31mred", "\u202etxt", "caf\u00e9", "cafe\u0301", "x" * 255, "学" * 85, "bad\udcff"],
)  # fmt: skip
def test_any_other_id_gets_a_slug_with_8_digits_of_its_digest(submission: str) -> None:
    assert HASHED.fullmatch(page_name(submission))


def test_the_slug_stays_readable() -> None:
    assert page_name("José Núñez").startswith("Jose-Nunez-")
    assert page_name("..").startswith("submission-")


def test_ids_that_differ_in_case_only_do_not_share_a_file() -> None:
    names = page_names(["Ada", "ada", "bob"])
    assert names["bob"] == "bob"
    assert len({name.casefold() for name in names.values()}) == 3


def test_an_id_made_to_look_like_the_page_of_another_does_not_take_it() -> None:
    stolen = page_name("ada~2")
    names = page_names(["ada~2", stolen])
    assert len(set(names.values())) == 2


def test_ids_made_to_look_like_every_page_that_another_could_have_take_none_of_them() -> None:
    digest = hashlib.sha256(b"ada").hexdigest()
    longest = f"ada-{digest}"
    chain = f"{longest}-{hashlib.sha256(longest.encode()).hexdigest()}"
    ids = ["ada", "ADA", *(f"ada-{digest[:digits]}" for digits in (8, 16, 32, 64)), chain]

    names = page_names(ids)

    assert len({name.casefold() for name in names.values()}) == len(ids)


@given(st.lists(st.text(st.characters(codec=None), max_size=30), unique=True, max_size=20))
def test_names_are_unique_safe_and_short_for_any_ids(ids: list[str]) -> None:
    names = page_names(ids)
    assert list(names) == ids
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert not re.search(r"[\x00-\x2c./\\:;<=>?@\[\]^`{|}~\x7f-\xa0\ud800-\udfff]", name)
        assert unicodedata.is_normalized("NFC", name)
        assert len(f".{name}.html.tmp".encode()) <= 255


def test_names_do_not_depend_on_the_order() -> None:
    ids = ["Ada", "ada", "ADA", "ada~2"]
    assert page_names(ids) == page_names(reversed(ids))


def test_an_address_is_percent_encoded() -> None:
    assert page_href("李") == "students/%E6%9D%8E.html"


@pytest.mark.parametrize("submission", ["a", "a.zh", "../x", "李雷", "a.zh.html", "con"])
def test_the_page_in_another_language_is_no_page_of_another_submission(submission: str) -> None:
    name = page_names([submission, "a", "a.zh"])[submission]

    assert in_language(name, "") == name
    assert in_language(name, "zh") == f"{name}.zh"
    assert "." not in name


@pytest.mark.parametrize(
    ("file", "language"),
    [
        ("ada.html", ""),
        ("ada.zh.html", "zh"),
        ("ada.zh-Hant.html", "zh-Hant"),
        ("ada.notes.html", ""),
        ("ada.zh.txt", ""),
        ("bob.zh.html", ""),
        ("ada.zh.en.html", ""),
    ],
)
def test_the_language_of_a_page_is_in_the_name_of_its_file(file: str, language: str) -> None:
    assert language_in(file, {"ada"}) == language
