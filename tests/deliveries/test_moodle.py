"""Tests of the names in Moodle's download of all submissions of an assignment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.deliveries.made import CODE, files, refused, zipped
from tests.steps import grows_with
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Claim, Entry
from torchgrade.deliveries.moodle import read, recognises
from torchgrade.model.people import Person


def claim(name: str, *, is_folder: bool) -> Claim | None:
    return read([Entry(name=name, is_folder=is_folder)], lambda _: None)[0]


@pytest.mark.parametrize(
    ("name", "is_folder", "student", "file"),
    [
        ("Zhang San_657737_assignsubmission_file", True, "Zhang San_657737", ""),
        ("Zhang San_657737_assignsubmission_file_", True, "Zhang San_657737", ""),
        ("张三_657737_assignsubmission_file_soft_max.py", False, "张三_657737", "soft_max.py"),
        ("Participant_657737_assignsubmission_file_a.ipynb", False, "Participant_657737", "a.ipynb"),
        ("Team 4_12_assignsubmission_file", True, "Team 4_12", ""),
    ],
)
def test_a_name_says_whose_file_it_is(name: str, is_folder: bool, student: str, file: str) -> None:
    found = claim(name, is_folder=is_folder)

    assert found is not None
    assert (found.student, found.file) == (student, file)


@pytest.mark.parametrize("word", ["Participant", "参与者"])
def test_a_blind_delivery_gives_no_name(word: str) -> None:
    assert claim(f"{word}_7_assignsubmission_file", is_folder=True).people == (Person(lms="7"),)


def test_a_folder_is_recognised_where_most_names_fit() -> None:
    names = ["A B_1_assignsubmission_file", "C_2_assignsubmission_file_", "notes"]

    assert recognises([Entry(name=name, is_folder=True) for name in names])
    assert not recognises([Entry(name=name, is_folder=True) for name in names[1:]])


def test_folders_and_zips_in_them_are_read(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "Ada L_1_assignsubmission_file/softmax.py": CODE,
        "Bo_2_assignsubmission_file_/hw.zip": zipped({"hw/sgd.py": CODE}),
        "Cy_3_assignsubmission_file/report.pdf": "x",
        "Cy_3_assignsubmission_onlinetext/onlinetext.html": "x",
    })  # fmt: skip

    assert files(listing) == {"Ada L_1": ["softmax.py"], "Bo_2": ["hw.zip/hw/sgd.py"]}
    assert refused(listing) == {
        "Cy_3_assignsubmission_file": "listing.nothing_here",
        "Cy_3_assignsubmission_onlinetext": "deliveries.text_entry",
    }


def test_flat_files_of_a_student_are_one_submission(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "Ada L_1_assignsubmission_file_a.py": CODE,
        "Ada L_1_assignsubmission_file_b.py": CODE,
        "Bo_2_assignsubmission_onlinetext_onlinetext.html": "x",
        "Bo_2_assignfeedback_file_back.pdf": "x",
        "Cy_3_assignsubmission_file_": CODE,
    })  # fmt: skip

    assert files(listing) == {"Ada L_1": ["a.py", "b.py"]}
    assert refused(listing) == {
        "Bo_2_assignfeedback_file_back.pdf": "deliveries.feedback",
        "Bo_2_assignsubmission_onlinetext_onlinetext.html": "deliveries.text_entry",
        "Cy_3_assignsubmission_file_": "deliveries.unmatched",
    }


def test_the_group_before_a_name_is_no_part_of_it(deliver: Callable[..., Listing]) -> None:
    listing = deliver({
        "Lab 2-Ada Ngo_301_assignsubmission_file_/hw.py": CODE,
        "Lab 2-Anne-Marie Otto_302_assignsubmission_file_/hw.py": CODE,
        "Lab-1-Cai Li_303_assignsubmission_file_/hw.py": CODE,
        "Lab-1-Dan_304_assignsubmission_file_/hw.py": CODE,
        "Lab-1-Eve_305_assignfeedback_editpdf_/back.pdf": "x",
    }, roster="Full name,login\nAda Ngo,a\nAnne-Marie Otto,b\nCai Li,c\nDan,d\nEve,e\n")  # fmt: skip

    assert list(files(listing)) == ["a", "b", "c", "d"]
    assert [one.name for one in listing.absent] == ["e"]


@pytest.mark.parametrize(
    "names", [["Anne-Marie A", "Anne-Sophie B"], ["Anne-Marie A", "Jean-Paul B", "Lu C"], ["Jean-Luc A"]]
)
def test_a_first_name_with_a_hyphen_stays_whole(names: list[str]) -> None:
    entries = [Entry(name=f"{name}_{n}_assignsubmission_file", is_folder=True) for n, name in enumerate(names)]

    assert [claim and claim.people[0].name for claim in read(entries, lambda _: None)] == names


def test_a_group_with_a_digit_is_known_also_where_others_have_no_group(deliver: Callable[..., Listing]) -> None:
    names = ["Lab 1-Jean-Luc Picard_1", "Lab 2-Ada Ngo_2", "Ben Otto_3", "Anne-Marie Li_4"]
    listing = deliver({f"{name}_assignsubmission_file_/a.py": CODE for name in names})

    assert [found.people[0].name for found in listing.found] == [
        "Ada Ngo", "Anne-Marie Li", "Ben Otto", "Jean-Luc Picard",
    ]  # fmt: skip


def test_the_number_of_a_student_before_a_name_is_no_group(deliver: Callable[..., Listing]) -> None:
    names = ["20230001-张三_1", "20230002-李四_2"]
    listing = deliver({f"{name}_assignsubmission_file_/a.py": CODE for name in names})

    assert [found.people[0].name for found in listing.found] == ["20230001-张三", "20230002-李四"]


def test_twice_the_teams_take_twice_the_steps() -> None:
    names = [f"Team {number // 4}-Ada Ngo_{number}_assignsubmission_file" for number in range(400)]
    entries = [Entry(name=name, is_folder=True) for name in names]

    assert grows_with([partial(read, entries[:count], lambda _: None) for count in (100, 200, 400)]) < 2.2
