"""Tests of names with the number of a student: ``学号_姓名``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, zipped
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.named import person_in
from torchgrade.model.people import Person


@pytest.mark.parametrize(
    ("stem", "number", "name"),
    [
        ("20230001_张三", "20230001", "张三"),
        ("20230001-张三-作业1", "20230001", "张三"),
        ("20230001张三", "20230001", "张三"),
        ("20230001 张三(1)", "20230001", "张三"),
        ("张三_20230001", "20230001", "张三"),
        ("张三20230001_hw", "20230001", "张三"),
        ("hw1_20230001_张三", "20230001", "张三"),
        ("[20230001]买买提·艾力", "20230001", "买买提·艾力"),
        ("PB20111234_李四", "PB20111234", "李四"),
        ("20230001（李四）", "20230001", "李四"),
        ("20230001_zhangsan", "20230001", ""),
    ],
)
def test_number_and_name_are_found_where_they_stand_together(stem: str, number: str, name: str) -> None:
    assert person_in(stem) == Person(number=number, name=name)


@pytest.mark.parametrize("stem", ["ada", "张三", "hw1", "2023_张三", "20230001_20230002", "作业", ""])
def test_no_number_or_several_give_nothing(stem: str) -> None:
    assert person_in(stem) is None


def test_ids_are_the_names_as_they_stand(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "20230001_张三.py": CODE,
        "20230002-李四-作业1.zip": zipped({"作业/softmax.py": CODE}),
        "20230003_王五/x.py": CODE,
        "钱七.ipynb": "{}",
        "20230001_张三.ipynb": "{}",
    })  # fmt: skip

    assert files(listing) == {
        "20230001_张三": ["20230001_张三.ipynb"],
        "20230001_张三~2": ["20230001_张三.py"],
        "20230002-李四-作业1": ["作业/softmax.py"],
        "20230003_王五": ["x.py"],
        "钱七": ["钱七.ipynb"],
    }
    assert [one.layout for one in listing.recognised] == ["named"]
    assert listing.found[2].people == (Person(number="20230002", name="李四"),)


@pytest.mark.parametrize("stem", ["20230001_20230002_实验", "20230001张三_20230002李四", "李四20230002+20230001"])
def test_a_name_with_the_numbers_of_two_students_is_nobody_s(stem: str) -> None:
    assert person_in(stem) is None


def test_a_date_beside_the_number_is_none_of_a_student() -> None:
    assert person_in("20251103_20230001_张三") == Person(name="张三", number="20230001")
