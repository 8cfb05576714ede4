"""Tests of the names that may be a person's."""

from __future__ import annotations

import pytest

from torchgrade.deliveries.persons import has_number, is_collection, is_copies, is_personal, words_in


@pytest.mark.parametrize(
    "name", ["ada", "Ada Ngo - softmax", "adaNgo", "zhang_wei", "张三", "李雷 作业", "student1", "mueller-hw3"]
)
def test_a_word_that_is_not_one_for_work_may_be_a_person(name: str) -> None:
    assert is_personal(words_in(name))


@pytest.mark.parametrize(
    "name",
    [
        "hw3",
        "week 3 final",
        "main",
        "train_utils",
        "myModel (1)"[2:],
        "softmax",
        "第三次作业",
        "实验报告",
        "123",
        "Untitled1",
        "a",
    ],
)
def test_words_for_work_and_known_words_are_none(name: str) -> None:
    assert not is_personal(words_in(name), {"softmax"})


@pytest.mark.parametrize("name", ["submissions", "Submissions (1)", "class-b", "all students", "作业提交", "2班学生"])
def test_a_folder_of_many_is_known_by_its_name(name: str) -> None:
    assert is_collection(name)
    assert not is_collection("ada")


def test_copies_differ_by_a_version_alone() -> None:
    assert is_copies(["hw", "hw (1)", "hw_old", "Copy of hw"], folders=False)
    assert is_copies(["1", "2", "v10"], folders=True)
    assert not is_copies(["1", "2"], folders=False)
    assert not is_copies(["hw", "main"], folders=False)


def test_a_number_of_a_student_has_four_digits_and_is_no_year() -> None:
    assert [name for name in ("1001", "hw 20230001", "hw3", "2026", "dl 2026 w12") if has_number(name)] == [
        "1001",
        "hw 20230001",
    ]
