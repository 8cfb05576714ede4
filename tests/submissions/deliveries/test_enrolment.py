"""Submissions and the roster."""

from __future__ import annotations

from collections.abc import Callable

from tests.submissions.deliveries.made import CODE, files
from torchgrade.submissions.deliveries.gradescope import METADATA
from torchgrade.submissions.found import Listing

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
    assert [one.note.values["who"] for one in listing.absent] == ["王五 (20230003)"]


def test_everybody_of_a_group_is_looked_for(deliver: Callable[..., Listing]) -> None:
    group = "submission_{}:\n  :submitters:\n  - :name: 张三\n    :sid: 20230001\n  - :name: {}\n    :sid: {}\n"
    text = group.format(1, "李四", "20230002") + group.format(2, "赵六", "9")
    listing = deliver({METADATA: text, "submission_1/a.py": CODE, "submission_2/a.py": CODE}, roster=ROSTER)

    assert messages(listing) == {
        "20230001+20230002": ["roster.member_twice"],
        "20230001+9": ["roster.unlisted_member", "roster.member_twice"],
    }
    assert [one.name for one in listing.absent] == ["20230003"]
