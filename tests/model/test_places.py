"""A place becomes words; a name that a submission chose stays a name."""

from __future__ import annotations

import msgspec
import pytest

from tests.words import shown
from torchgrade.model.places import lines, part, place


@pytest.mark.parametrize(
    ("where", "english", "chinese"),
    [
        ("ada.py", "ada.py, line 3", "ada.py 第 3 行"),
        ("cell 4", "cell 4, line 3", "第 4 个单元格第 3 行"),
        ("ada.ipynb cell 4", "ada.ipynb cell 4, line 3", "ada.ipynb 第 4 个单元格第 3 行"),
        ("ada.py string in line 7", "ada.py, string in line 7, line 3", "ada.py 中第 7 行的字符串第 3 行"),
        ("cell 4, string in line 7", "cell 4, string in line 7, line 3", "第 4 个单元格中第 7 行的字符串第 3 行"),
    ],
)
def test_a_place_is_said_in_each_language(where: str, english: str, chinese: str) -> None:
    assert (shown(place(where, 3)), shown(place(where, 3), "zh")) == (english, chinese)


def test_several_lines_are_said_in_each_language() -> None:
    found = lines("ada.py", ["3", "5-7"])

    assert (shown(found), shown(found, "zh")) == ("ada.py: 3, 5-7", "ada.py：第 3、5-7 行")


@pytest.mark.parametrize("number", ["1" * 10, "9" * 30, "9" * 5000])
@pytest.mark.parametrize("start", ["cell ", "string in line ", "ada.ipynb cell "])
def test_a_number_that_no_record_can_contain_is_a_part_of_a_name(start: str, number: str) -> None:
    where = start + number

    assert part(where) == where
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(place(where, 3))) == place(where, 3)
