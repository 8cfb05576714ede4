"""Tests of the names that Canvas writes into the zip of an assignment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, refused, zipped
from torchgrade.deliveries.canvas import read, recognises
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Claim, Entry, Role
from torchgrade.model.people import Person


def entries(*names: str) -> list[Entry]:
    return [Entry(name=name, is_folder=False) for name in names]


def claim(name: str) -> Claim | None:
    return read(entries(name), lambda _: None)[0]


@pytest.mark.parametrize(
    ("name", "student", "file", "is_late"),
    [
        ("zhangsan_12345_67890_softmax.py", "zhangsan_12345", "softmax.py", False),
        ("zhangsan_LATE_12345_67890_softmax.py", "zhangsan_12345", "softmax.py", True),
        ("zhangsan_late_12345_67890_my_hw_3.py", "zhangsan_12345", "my_hw_3.py", True),
        ("张三_12345_67890_作业 1.ipynb", "张三_12345", "作业 1.ipynb", False),
        ("anon_1aB_67890_a.py", "anon_1aB", "a.py", False),
        ("LATE_anon_1aB_67890_a.py", "anon_1aB", "a.py", True),
        ("_12345_67890_a.py", "12345", "a.py", False),
        ("de_la_cruzana_12345_67890_a.py", "de_la_cruzana_12345", "a.py", False),
    ],
)
def test_a_name_says_whose_file_it_is_and_whether_it_was_late(
    name: str, student: str, file: str, is_late: bool
) -> None:
    found = claim(name)

    assert found is not None
    assert (found.student, found.file, found.is_late) == (student, file, is_late)


def test_a_name_gives_the_name_and_the_number_of_canvas_and_an_anonymous_one_neither() -> None:
    assert claim("zhangsan_12345_67890_a.py").people == (Person(name="zhangsan", lms="12345"),)
    assert claim("anon_1aB_67890_a.py").people == (Person(),)


@pytest.mark.parametrize(
    ("name", "why"), [("zhangsan_12345_text.html", "text_entry"), ("zhangsan_LATE_12345_link.html", "link_entry")]
)
def test_what_was_typed_or_linked_is_refused(name: str, why: str) -> None:
    found = claim(name)

    assert (found.role, found.why, found.student) == (Role.REFUSED, f"deliveries.{why}", "zhangsan_12345")


@pytest.mark.parametrize("name", ["zhangsan.py", "zhangsan_12345.py", "20230001_张三.py", "zhangsan_12345_x_a.py"])
def test_another_name_is_not_known(name: str) -> None:
    assert claim(name) is None


def test_a_folder_is_recognised_where_most_names_fit() -> None:
    assert recognises(entries("a_1_10_x.py", "b_2_11_x.py", "c.py"))
    assert not recognises(entries("a_1_10_x.py", "b.py"))
    assert not recognises([])


def test_names_that_share_an_attachment_are_not_from_canvas() -> None:
    """Refuse ``name_number_1_file``, because in Canvas each attachment has its own number."""
    assert not recognises(entries("li_20230001_1_hw.py", "wang_20230002_1_hw.py"))


def test_dates_are_not_from_canvas() -> None:
    assert not recognises(entries("2023_11_24_hw.py", "2023_12_25_hw.py"))


def test_several_files_of_a_student_are_one_submission(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "ada_1_10_a.py": CODE, "ada_1_11_b.ipynb": "{}", "ada_1_12_report.pdf": "x", "bo_LATE_2_13_hw.zip": zipped({"c.py": CODE}),
    })  # fmt: skip

    assert files(listing) == {"ada_1": ["a.py", "b.ipynb"], "bo_2": ["hw.zip/c.py"]}
    assert [found.is_late for found in listing.found] == [False, True]
    assert refused(listing) == {}


def test_a_student_with_nothing_that_can_be_graded_is_listed(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "ada_1_10_a.py": CODE, "bo_2_11_b.pdf": "x", "cy_3_text.html": "x", "cy_3_link.html": "x", "dan_4_12_a.rar": "x", "eve_5_13_a.py": CODE,
    })  # fmt: skip

    assert list(files(listing)) == ["ada_1", "eve_5"]
    assert refused(listing) == {
        "bo_2_11_b.pdf": "listing.not_code",
        "cy_3_link.html": "deliveries.link_entry",
        "cy_3_text.html": "deliveries.text_entry",
        "dan_4_12_a.rar": "deliveries.other_archive",
    }


def test_of_a_file_that_was_handed_in_again_the_latest_counts_and_that_is_said(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"ada_1_10_hw.py": "1", "ada_1_12_hw-2.py": "3", "ada_1_11_hw-1.py": "2", "bo_2_14_a.py": "1"})

    assert files(listing)["ada_1"] == ["hw.py"]
    assert listing.found[0].files[0].path.name == "ada_1_12_hw-2.py"
    assert [note.values for note in listing.found[0].remarks] == [
        {"name": "ada_1_10_hw.py", "kept": "ada_1_12_hw-2.py"},
        {"name": "ada_1_11_hw-1.py", "kept": "ada_1_12_hw-2.py"},
    ]


def test_files_that_a_student_numbered_are_kept(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"ada_1_10_part-1.py": "1", "ada_1_11_part-2.py": "2"})

    assert files(listing) == {"ada_1": ["part-1.py", "part-2.py"]}


def test_what_does_not_fit_is_listed_and_not_graded(deliver: Callable[..., Listing]) -> None:
    listing = deliver(
        {"ada_1_10_a.py": CODE, "bo_2_11_a.py": CODE, "bob.py": CODE, "folder/x.py": CODE, "c_3_12_a.py": CODE}
    )

    assert list(files(listing)) == ["ada_1", "bo_2", "c_3"]
    assert refused(listing) == {"bob.py": "deliveries.unmatched", "folder": "deliveries.unmatched"}
