"""The table of ``grade --dry-run``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from msgspec import structs
from rich.cells import cell_len

from torchgrade.cli.instructor.dry_run import ListingText, listing_json
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.found import EarlierAttempt, Found, FoundFile, Listing, NotUnderstood, Recognised
from torchgrade.deliveries.roster import say_person
from torchgrade.model.people import Person
from torchgrade.model.phrases import listed
from torchgrade.model.results import Note

CATALOGUE = catalogue_for()


def found(submission: str, *files: str, **further: object) -> Found:
    listed = [FoundFile(name=name, path=Path(name)) for name in files or ("hw.py",)]
    return Found(submission=submission, path=Path(submission), files=listed, **further)  # type: ignore[arg-type]


def shown(listing: Listing, language: str = "en") -> list[str]:
    stream = io.StringIO()
    describe = {"canvas": "name_user_file", "moodle": "describe.layout.moodle"}
    ListingText(catalogue_for(language=language), describe, Screen(stream)).write(listing)
    return stream.getvalue().splitlines()


def test_columns_are_aligned_where_signs_are_wide() -> None:
    people = (Person(name="张三", number="20230001"),)
    lines = shown(Listing(found=[found("20230001_张三", people=people), found("ada", is_late=True), found("李雷")]))

    assert lines[:2] == ["Would be graded: 3", "  id             student          files  notes"]
    assert lines[2] == "  20230001_张三  张三 (20230001)  hw.py"
    assert lines[3] == "  ada            -                hw.py  late"
    assert {cell_len(line[: line.index("hw.py")]) for line in lines[2:5]} == {34}


def test_it_says_how_a_folder_was_read() -> None:
    listing = Listing(recognised=[Recognised(place="in", layout="canvas"), Recognised(place="b", layout="plain")])

    assert shown(listing) == [
        "The grader reads in as canvas (name_user_file).",
        "The grader reads b as plain (each file, folder and zip in it is one submission).",
        "Would be graded: 0",
        "Not understood: 0",
    ]


def test_everything_that_is_not_graded_or_not_clear_stands_under_a_heading_of_its_own() -> None:
    unlisted = CATALOGUE.note("roster.unlisted_near", name="bo", who="bo", nearest="Bob (2)")
    odd = Note(message_id="listing.symlink", message="x/a.py is a link.")
    refused = NotUnderstood(name="x", note=Note(message_id="a", message="x is no code."))
    absent = NotUnderstood(
        name="3", note=Note(message_id="b", message="absent"), people=(Person(name="Cy", number="3"),)
    )
    replaced = CATALOGUE.note("deliveries.replaced", name="a.py", kept="a-1.py")
    lines = shown(
        Listing(
            found=[found("ada", problems=[odd], remarks=[replaced]), found("bo", problems=[unlisted])],
            not_understood=[refused],
            absent=[absent],
        )
    )

    assert lines[2:] == [
        "  ada  -        hw.py  1 earlier ignored",
        "  bo   -        hw.py  not clear in the roster",
        "Not understood: 1",
        "  x is no code.",
        "Not clear in the roster: 1",
        f"  {unlisted.message}",
        "In the roster, but submitted nothing: 1",
        "  Cy (3)",
        "For you to check: 2",
        "  x/a.py is a link.",
        f"  ada: {replaced.message}",
    ]


def test_of_many_files_the_first_are_named_and_hostile_names_act_on_nothing() -> None:
    people = (Person(name="\x1b[31mred"), Person(number="\u202e1"))
    lines = shown(Listing(found=[found("\x1b[2J", *(f"{n}\n.py" for n in range(9)), people=people)]))

    assert lines[2].startswith("  \\x1b[2J  \\x1b[31mred, \\u202e1  0\\x0a.py, 1\\x0a.py, 2\\x0a.py, and 6 more")
    assert lines[2].endswith("group of 2")


def test_a_program_reads_the_same_as_json() -> None:
    listing = Listing(
        found=[found("ada\u202e", people=(Person(name="Ada", lms="7"),), is_late=True, entries=("ada.zip",))],
        not_understood=[NotUnderstood(name="x", note=Note(message_id="a", message="x is no code."))],
        recognised=[Recognised(place="in", layout="canvas")],
    )
    line = listing_json(listing)

    assert "\u202e" not in line
    assert json.loads(line) == {
        "recognised": [{"place": "in", "layout": "canvas"}],
        "submissions": [
            {
                "submission": "ada\u202e", "people": [{"name": "Ada", "lms": "7"}], "members": [], "files": ["hw.py"],
                "entries": ["ada.zip"], "late": True, "earlier": [], "notes": [],
            }
        ],
        "not_understood": [{"name": "x", "reason": ["x is no code."]}],
        "notes": [],
        "nothing_handed_in": [],
    }  # fmt: skip


def test_what_is_said_of_the_roster_as_a_whole_is_told_in_both_forms() -> None:
    note = CATALOGUE.note("roster.encoding_files", encoding="GBK")
    listing = Listing(found=[found("1+2", members=("1", "2"))], notes=[note])

    assert shown(listing)[-2:] == ["For you to check: 1", f"  {note.message}"]
    record = json.loads(listing_json(listing))
    assert (record["notes"], record["submissions"][0]["members"]) == ([note.message], ["1", "2"])


def test_whoever_may_be_the_student_of_an_unclear_submission_is_told_so() -> None:
    note = CATALOGUE.note("deliveries.absent_undecided", name="1", who="Ada (1)", submission="2_ada")
    absent = NotUnderstood(name="1", note=note, people=(Person(name="Ada", number="1"),))

    assert shown(Listing(absent=[absent]))[-1] == f"  {note.message}"


@pytest.mark.parametrize("name", ["x" * 60, "张" * 40])
def test_a_very_long_name_moves_its_own_line_only(name: str) -> None:
    lines = shown(Listing(found=[found("ada"), found(name)]))

    assert lines[2] == "  ada  -        hw.py"


def test_a_chinese_listing_is_chinese_and_its_columns_are_aligned() -> None:
    people = (Person(name="张三", number="20230001"), Person(name="Ada", number="2"))
    group = CATALOGUE.note("deliveries.group", people=listed(map(say_person, people)))
    refused = NotUnderstood(name="x", note=CATALOGUE.note("deliveries.link_entry", name="x"), people=people[:1])
    lines = shown(
        Listing(
            found=[found("1+2", "a.py", "b.py", people=people, remarks=[group], is_late=True), found("ada")],
            not_understood=[refused],
            recognised=[Recognised(place="in", layout="moodle"), Recognised(place="b", layout="plain")],
        ),
        "zh",
    )

    assert lines == [
        "评分程序按 moodle 布局读取“in”（[小组-]姓名_编号_assignsubmission_file）。",
        "评分程序按 plain 布局读取“b”（其中的每个文件、文件夹和 zip 都是一份提交）。",
        "将会评分：2",
        "  id   学生                        文件        说明",
        "  1+2  张三（20230001）、Ada（2）  a.py、b.py  迟交；2 人小组",
        "  ada  -                           hw.py",
        "无法识别：1",
        "  张三（20230001）：“x”是链接，评分程序不打开它。请索取文件本身。",
        "请你核对：1",
        "  1+2：由一个小组提交：张三（20230001）、Ada（2）。每个成员都得到这些分数。",
    ]


def test_earlier_attempts_that_are_graded_too_are_counted_and_listed() -> None:
    file = FoundFile(name="old.py", path=Path("old.py"))
    one = structs.replace(found("ada"), earlier=(EarlierAttempt(files=[file]), EarlierAttempt(files=[file, file])))
    listing = Listing(found=[one])

    assert shown(listing)[2].endswith("earlier attempts graded too: 2")
    assert json.loads(listing_json(listing))["submissions"][0]["earlier"] == [["old.py"], ["old.py", "old.py"]]
