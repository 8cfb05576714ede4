"""Tests of the match between submissions and the roster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deliveries.made import CODE, SAY, files
from torchgrade.deliveries.enrolment import enrol
from torchgrade.deliveries.found import Found, Listing
from torchgrade.deliveries.gradescope import METADATA
from torchgrade.deliveries.named import person_in
from torchgrade.deliveries.roster import parse_roster

ROSTER = "学号,姓名,login,ID\n20230001,张三,zs,12345\n20230002,李四,ls,12346\n20230003,王五,ww,12347\n"


def messages(listing: Listing) -> dict[str, list[str]]:
    return {found.submission: [note.message_id for note in found.problems] for found in listing.found}


def test_whoever_is_exactly_one_row_gets_its_key(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"张三.py": CODE, "ls/a.py": CODE, "20230003_王五_hw.ipynb": "{}"}, roster=ROSTER)

    assert list(files(listing)) == ["20230001", "20230002", "20230003"]
    assert [found.people[0].name for found in listing.found] == ["张三", "李四", "王五"]
    assert (listing.absent, listing.problems) == ([], [])


def test_whoever_is_not_keeps_the_id_and_is_told_with_the_nearest_name(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"张珊.py": CODE, "quite_another.py": CODE, "20230002_王五.py": CODE}, roster=ROSTER)

    assert messages(listing) == {
        "20230002_王五": ["roster.contradiction"],
        "quite_another": ["roster.unlisted"],
        "张珊": ["roster.unlisted_near"],
    }
    assert "张三 (20230001)" in listing.found[2].problems[0].message
    assert "李四 (20230002), 王五 (20230003)" in listing.found[0].problems[0].message
    assert [one.name for one in listing.absent] == ["20230001", "20230002", "20230003"]


def test_a_namesake_with_another_number_is_not_the_row_and_the_row_is_named(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"20230011_张三.py": CODE}, roster=ROSTER)

    assert messages(listing) == {"20230011_张三": ["roster.unlisted_number"]}
    assert "张三 (20230001)" in listing.found[0].problems[0].message


def test_two_submissions_of_one_row_are_both_graded_and_told(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"张三.py": CODE, "20230001.py": CODE}, roster=ROSTER)

    assert messages(listing) == {"20230001": [], "20230001~2": ["listing.duplicate"]}


def test_a_submission_s_people_have_their_keys_and_what_the_lms_calls_them(deliver: Callable[..., Listing]) -> None:
    """An export to the LMS needs the LMS's own number, which the roster may lack."""
    roster = "学号,姓名,班级\n20230001,张三,A\n20230002,李四,B\n"
    listing = deliver({"张三_9001_551_a.py": CODE, "quite_9003_552_b.py": CODE}, roster=roster)

    one, other = (found.enrolled[0] for found in listing.found)
    assert (one.key, one.is_listed, one.person.lms, one.person.section) == ("20230001", True, "9001", "A")
    assert (other.is_listed, other.person.lms) == (False, "9003")
    assert [found.layout for found in listing.found] == ["canvas", "canvas"]


def test_a_name_that_cannot_be_the_row_s_is_told_although_the_number_is_the_row_s(
    deliver: Callable[..., Listing],
) -> None:
    listing = deliver({"20230001_赵六.py": CODE, "20230002_Li Si.py": CODE, "20230003_w.py": CODE}, roster=ROSTER)

    assert messages(listing) == {"20230001": ["roster.name_differs"], "20230002": [], "20230003": []}
    assert "张三 (20230001)" in listing.found[0].problems[0].message
    assert "赵六" in listing.found[0].problems[0].message


def test_who_handed_in_what_cannot_be_graded_is_not_absent(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"20230001_张三.pdf": "x", "李四/x.txt": "", "ww.rar": ""}, roster=ROSTER)

    assert len(listing.not_understood) == 3
    assert listing.absent == []


def test_an_input_that_does_not_fit_is_told_with_the_nearest_name_and_is_nobodys(
    deliver: Callable[..., Listing],
) -> None:
    listing = deliver({"zhangsan_12345_1_a.py": CODE, "lisi_12346_2_a.py": CODE, "王吾.py": CODE}, roster=ROSTER)

    assert list(files(listing)) == ["20230001", "20230002"]
    assert "王五 (20230003)" in listing.not_understood[0].note.message
    assert [one.note.message for one in listing.absent] == ["王五 (20230003) is in the roster and submitted nothing."]


def test_everybody_of_a_group_is_looked_for(deliver: Callable[..., Listing]) -> None:
    group = "submission_{}:\n  :submitters:\n  - :name: 张三\n    :sid: 20230001\n  - :name: {}\n    :sid: {}\n"
    text = group.format(1, "李四", "20230002") + group.format(2, "赵六", "9")
    listing = deliver({METADATA: text, "submission_1/a.py": CODE, "submission_2/a.py": CODE}, roster=ROSTER)

    assert messages(listing) == {
        "20230001+20230002": ["roster.member_twice"],
        "20230001+9": ["roster.unlisted_member", "roster.member_twice"],
    }
    assert [one.name for one in listing.absent] == ["20230003"]


NUMBERS = "student_id,name,login\n20250001,Ada Ngo,an1\n20250002,Ben Otto,bo2\n20250003,Cai Li,cl3\n"


def test_a_number_of_one_row_and_a_name_of_another_wait_for_a_person(deliver: Callable[..., Listing]) -> None:
    tree = {"20250002 Ada Ngo.py": CODE, "20250003_cai-li.py": CODE, "Ada Ngo 20250001 (1).py": CODE}
    listing = deliver(tree, roster=NUMBERS)

    assert messages(listing) == {"20250001": [], "20250002 Ada Ngo": ["roster.contradiction"], "20250003": []}
    assert "Ada Ngo (20250001), Ben Otto (20250002)" in listing.problems[0].message
    assert [(one.name, one.note.message_id) for one in listing.absent] == [
        ("20250002", "deliveries.absent_undecided"),
    ]  # fmt: skip


def test_a_date_before_a_name_is_near_no_number_and_the_name_is_told(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"20251003 ada ngo.py": CODE, "20251003 cai lee.py": CODE}, roster=NUMBERS)

    assert messages(listing) == {
        "20251003 ada ngo": ["roster.unlisted_number"],
        "20251003 cai lee": ["roster.unlisted_near"],
    }
    assert ["Ada Ngo (20250001)" in note.message for note in listing.problems] == [True, False]
    assert "Cai Li (20250003)" in listing.problems[1].message


def test_a_word_that_many_files_have_is_no_name(deliver: Callable[..., Listing]) -> None:
    roster = "student_id,name\n" + "".join(f"2025000{n},{name}\n" for n, name in enumerate(["Lab", "B", "C", "D"]))
    listing = deliver({f"2025000{n}_lab.py": CODE for n in range(4)}, roster=roster)

    assert list(files(listing)) == ["20250000", "20250001", "20250002", "20250003"]


def test_a_number_whose_zeros_were_lost_is_the_row_and_the_id_has_the_zeros(deliver: Callable[..., Listing]) -> None:
    roster = 'student_id,name\n712345,Asha Kumar\n00798765,Bea Jones\n"20,250,001",Cai\n'
    listing = deliver({"00712345.py": CODE, "798765.py": CODE, "20250001.py": CODE}, roster=roster)

    assert list(files(listing)) == ["00712345", "00798765", "20250001"]
    assert [note.message_id for note in listing.problems] == ["roster.numbers_matched"]
    assert listing.absent == []


def test_two_submissions_that_may_be_one_changed_number_are_both_unclear(deliver: Callable[..., Listing]) -> None:
    tree = {"00712345.py": CODE, "0712345.py": CODE, "000798765.py": CODE, "798765.py": CODE}
    listing = deliver(tree, roster="student_id,name\n712345,Asha\n798765,Bea\n")

    assert messages(listing) == {
        "000798765": ["roster.changed_twice"],
        "00712345": ["roster.changed_twice"],
        "0712345": ["roster.changed_twice"],
        "798765": [],
    }


def test_a_number_in_scientific_form_is_given_back_by_the_only_submission(deliver: Callable[..., Listing]) -> None:
    roster = "学号,姓名\n2.0231E+17,张三\n2.0225E+17,李四\n"
    tree = {"202310010101001234.py": CODE, "李四.py": CODE, "202210010101001234_王五.py": CODE}
    listing = deliver(tree, roster=f"{roster}2.0221E+17,王五\n")

    assert list(files(listing)) == ["202210010101001234", "202310010101001234", "李四"]
    assert listing.absent == []


def test_rows_of_one_number_are_one_student_who_is_not_absent(deliver: Callable[..., Listing]) -> None:
    roster = "student_id,name,section\n20250001,Ada Ngo,A\n20250001,Ngo Ada,B\n20250002,Ben,A\n20250002,Ben,B\n"
    listing = deliver({"20250001.py": CODE}, roster=roster)

    assert list(files(listing)) == ["20250001"]
    assert (listing.problems, [one.name for one in listing.absent]) == ([], ["20250002"])


def test_a_number_of_two_students_is_neither_s(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"20250001.py": CODE}, roster="student_id,name\n20250001,Ada Ngo\n20250001,Ben Otto\n")

    assert messages(listing) == {"20250001.py": ["roster.ambiguous"]}
    assert [note.message_id for note in listing.problems] == ["roster.one_number", "roster.ambiguous"]


def test_a_beginning_of_the_whole_class_is_passed_over(deliver: Callable[..., Listing]) -> None:
    tree = {"hw3-octo-ada/a.py": CODE, "hw3-b3n99/a.py": CODE, "hw3-stranger/a.py": CODE}
    roster = "identifier,github_username,github_id,name\n1,octo-ada,5,Ada Ngo\n2,b3n99,6,\n3,,,\n"
    listing = deliver(tree, roster=roster)

    assert messages(listing) == {"1": [], "2": [], "hw3-stranger": ["roster.unlisted"]}
    assert [one.name for one in listing.absent] == ["3"]


@pytest.mark.parametrize("names", [["ada-li", "ada-ngo"], ["x-an1"], ["hw-1-an1", "hw-2-bo2"], ["x-an1", "x-y", "x-z"]])
def test_what_is_no_beginning_of_most_names_or_a_name_itself_stays(
    names: list[str], deliver: Callable[..., Listing]
) -> None:
    roster = "login,name\nan1,Ada Ngo\nbo2,Ben Otto\nli,Cai Li\n"
    listing = deliver({f"{name}/a.py": CODE for name in names}, roster=roster)

    assert {found.submission for found in listing.found} <= {*names, "an1"}
    assert ("an1" in files(listing)) == ("ada-ngo" in names)


DAMAGE = {
    "none": str,
    "zeros": lambda number: number.lstrip("0") or "0",
    "float": lambda number: f"{int(number)}.0",
    "short": lambda number: f"{int(number):.4E}",
    "cut": lambda number: number[:15] + "0" * max(len(number) - 15, 0),
    "marks": lambda number: f"{int(number):,}",
}
NUMBERS_OF_A_CLASS = st.lists(
    st.one_of(
        st.from_regex("0{1,2}7123[0-9]{2}", fullmatch=True),
        st.from_regex("2023100101010012[0-9]{2}", fullmatch=True),
        st.from_regex("2025000[0-9]", fullmatch=True),
    ),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NUMBERS_OF_A_CLASS, st.sampled_from(sorted(DAMAGE)), st.data())
def test_no_spreadsheet_gives_a_submission_to_another_student(
    numbers: list[str], damage: str, data: st.DataObject
) -> None:
    """Name each student by a separate letter pair; files have the true number, some with the name."""
    names = {number: f"{'ABCDEF'[place]}a {'UVWXYZ'[place]}o" for place, number in enumerate(numbers)}
    rows = "".join(f"{DAMAGE[damage](number)};{name}\n" for number, name in names.items())
    with_names = data.draw(st.sets(st.sampled_from(numbers)))
    absent = data.draw(st.sets(st.sampled_from(numbers)))
    stems = {f"{number} {names[number]}" if number in with_names else number: number for number in numbers}
    submitted = {stem: number for stem, number in stems.items() if number not in absent}
    found = [
        Found(submission=stem, path=Path(stem), files=[], people=tuple(filter(None, [person_in(stem)])))
        for stem in submitted
    ]
    listing = Listing(found=list(found))
    enrol(listing, parse_roster(f"student_id;name\n{rows}"), SAY)

    for before, after in zip(found, listing.found, strict=True):
        if not after.problems:
            assert [person.name for person in after.people] == [names[submitted[before.submission]]]
    matched = [one.submission for one in listing.found if not one.problems]
    assert len(set(matched)) == len(matched)
    assert {one.people[0].name for one in listing.absent} >= {names[number] for number in absent}


SHORT = "student_id,login,name\n1001,ango,Ada Ngo\na1002,bli,Ben Li\n12345678Z,lben,Li Ben\n1003,rben,Rui Ben\n"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("1001_hw3", "1001"),
        ("hw3-1001-2026-11-20", "1001"),
        ("lab2_12345678Z", "12345678Z"),
        ("Ngo, Ada(ango)", "1001"),
        ("Ben_Li_bli_4711", "a1002"),
    ],
)
def test_a_number_of_the_roster_or_account_and_name_together_say_who_it_is(
    deliver: Callable[..., Listing], name: str, key: str
) -> None:
    listing = deliver({f"{name}.py": CODE}, roster=SHORT)

    assert messages(listing) == {key: []}


@pytest.mark.parametrize(
    ("name", "message_id"),
    [
        ("1001_ben", "roster.contradiction"),
        ("1001_1003", "roster.ambiguous"),
        ("1001_1003_ada ngo", "roster.ambiguous"),
        ("ango_bli_ada ngo", "roster.unlisted_near"),
        ("Ngo, Ada(bli)", "roster.unlisted_near"),
        ("hw_2026", "roster.unlisted"),
        ("rui", "roster.unlisted_near"),
    ],
)
def test_what_else_a_name_has_of_the_roster_waits_for_a_person(
    deliver: Callable[..., Listing], name: str, message_id: str
) -> None:
    listing = deliver({f"{name}.py": CODE}, roster=SHORT)

    assert messages(listing) == {name: [message_id]}


def test_a_number_that_the_whole_class_has_in_its_names_is_no_student(deliver: Callable[..., Listing]) -> None:
    listing = deliver({f"1001_{word}.py": CODE for word in ("x", "y", "z")}, roster=SHORT)

    assert set(messages(listing)) == {"1001_x", "1001_y", "1001_z"}


def test_an_undecided_submission_never_has_the_number_of_a_row(deliver: Callable[..., Listing]) -> None:
    text = (
        "---\nsubmission_1:\n  :submitters:\n  - :name: 张三\n    :sid: '20230002'\n"
        "submission_2:\n  :submitters:\n  - :name: 李四\n    :sid: '20230003'\n  - :name: X\n    :sid: '9'\n"
    )
    listing = deliver({METADATA: text, "submission_1/a.py": CODE, "submission_2/a.py": CODE}, roster=ROSTER)

    assert [(found.submission, found.members) for found in listing.found] == [
        ("20230003+9", ("李四 (20230003)", "9")),
        ("submission_1", ()),
    ]
    assert "The submission submission_1 may belong" in listing.absent[0].note.message


def test_a_name_of_the_roster_behind_other_words_is_told_without_an_empty_number(
    deliver: Callable[..., Listing],
) -> None:
    listing = deliver({"Team Rot-Ada Ngo_12_assignsubmission_file_/a.py": CODE}, roster=SHORT)

    assert messages(listing) == {"Team Rot-Ada Ngo_12": ["roster.unlisted_near"]}
    assert "Ada Ngo (1001)" in listing.found[0].problems[0].message
