"""Tests of ``--pattern``: its required groups, its results, and names that would make it run for years."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, refused, zipped
from torchgrade.deliveries import pattern as pattern_module
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.pattern import MOST_SLOW, Pattern, SlowError
from torchgrade.errors import UsageError
from torchgrade.model.people import Person
from torchgrade.readers.cells import MOST_NOTES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(", "is not a regular expression"),
        ("(?P<student_id", "is not a regular expression"),
        (r"(\d+)_.*", "it has no named group"),
        (r"(?P<email>.*)", "it has email"),
        (r"(?P<student_id>\d+)(?P<matrikel>\d+)", "mean nothing here: matrikel"),
    ],
)
def test_a_pattern_that_names_no_student_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(UsageError, match="--pattern") as caught:
        Pattern(text)
    assert said in str(caught.value)


def test_the_groups_of_nbgrader_are_read() -> None:
    claim = Pattern(
        r".*_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<first_name>\w+)\.(?P<last_name>\w+)_(?P<email>\S+@\S+?)_(?P<file>.*)"
    ).read("ps1_ada_attempt_2026-01-02-03-04-05_Ada.Lovelace_a@b.c_hw.py")

    assert claim is not None
    assert claim.people == (Person(number="ada", name="Lovelace, Ada", email="a@b.c"),)
    assert (claim.student, claim.file, claim.timestamp) == ("ada", "hw.py", "20260102030405")


def test_a_path_that_does_not_match_or_names_nobody_is_no_claim() -> None:
    pattern = Pattern(r"(?P<student_id>\d*)_.*")

    assert pattern.read("ada_1.py") is None
    assert pattern.read("_1.py") is None
    assert pattern.read("7_" + "x" * 2000) is None


def test_a_name_that_takes_too_long_is_told_and_many_of_them_end_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_module, "SECONDS", 0.01)
    pattern = Pattern(r"(?P<student_id>(a+)+)_x")
    before = signal.getsignal(signal.SIGVTALRM)
    for _ in range(MOST_SLOW):
        with pytest.raises(SlowError):
            pattern.read("a" * 60 + ".py")
    with pytest.raises(UsageError, match="without repetition inside repetition"):
        pattern.read("a" * 60 + ".py")
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert pattern.read("aaa_x").student == "aaa"


def test_outside_of_the_main_thread_it_matches_as_well() -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(Pattern(r"(?P<name>\w+)\.py").read("ada.py")))
    thread.start()
    thread.join()

    assert found[0].student == "ada"


def test_a_slow_name_is_listed_and_the_others_are_graded(
    deliver: Callable[..., Listing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pattern_module, "SECONDS", 0.01)
    listing = deliver({"a" * 60 + ".py": CODE, "aa_x.py": CODE}, pattern=r"(?P<student_id>(a+)+)_x")

    assert files(listing) == {"aa": ["aa_x.py"]}
    assert list(refused(listing).values()) == ["deliveries.slow"]


def test_paths_inside_the_folder_are_matched_and_files_of_one_student_are_one_submission(
    deliver: Callable[..., Listing],
) -> None:
    listing = deliver(
        {
            "ps1/7_ada.py": CODE,
            "ps2/7_ada.zip": zipped({"x.py": CODE}),
            "ps2/8_bo.py": CODE,
            "ps2/cyd.py": CODE,
            "ps2/7_report.pdf": "x",
            "notes.txt": "x",
            "empty/readme.md": "x",
        },
        pattern=r"ps\d/(?P<student_id>\d+)_(?P<name>[^./]+)",
    )

    assert files(listing) == {"7": ["ps1/7_ada.py", "ps2/7_ada.zip/x.py"], "8": ["ps2/8_bo.py"]}
    assert refused(listing) == {
        "ps2/cyd.py": "deliveries.unmatched",
        "notes.txt": "listing.not_code",
        "empty": "listing.nothing_here",
    }
    assert listing.found[0].people == (Person(number="7", name="ada"),)


def test_of_several_timestamps_of_one_student_the_files_of_the_last_count(deliver: Callable[..., Listing]) -> None:
    listing = deliver(
        {"7_2026-02_hw.py": "new", "7_2026-02_b.py": "new", "7_2026-01_c.py": "old", "8_2026-01_hw.py": "x"},
        pattern=r"(?P<student_id>\d+)_(?P<timestamp>[\d-]+)_(?P<file>.*)",
    )

    assert files(listing) == {"7": ["b.py", "hw.py"], "8": ["hw.py"]}
    assert [note.message_id for note in listing.found[0].remarks] == ["deliveries.attempt"]


def test_timestamps_without_a_plain_order_decide_nothing(deliver: Callable[..., Listing]) -> None:
    listing = deliver(
        {"7_03-05-2026_hw.py": "a", "7_04-03-2026_b.py": "b"},
        pattern=r"(?P<student_id>\d+)_(?P<timestamp>[\d-]+)_(?P<file>.*)",
    )

    assert files(listing) == {"7": ["b.py", "hw.py"]}
    assert [note.message_id for note in listing.problems] == ["deliveries.attempts_open"]


def test_two_files_of_one_name_without_a_time_are_both_kept(deliver: Callable[..., Listing]) -> None:
    listing = deliver({"7_a_hw.py": "a", "7_b_hw.py": "b"}, pattern=r"(?P<student_id>\d+)_._(?P<file>.*)")

    assert len(files(listing)["7"]) == 2
    assert listing.found[0].remarks == []


def test_of_very_many_files_of_one_folder_or_archive_that_do_not_match_the_first_are_told(
    deliver: Callable[..., Listing],
) -> None:
    many = {f"d{number}/{number}.py": "" for number in range(MOST_NOTES + 5)}
    listing = deliver(
        {"class/eve.zip": zipped(many), "class/7_ada.py": CODE, **{f"{n}x.py": "" for n in range(MOST_NOTES + 1)}},
        pattern=r".*/(?P<student_id>\d)_",
    )
    told = list(refused(listing).items())

    assert len(told) == (MOST_NOTES + 1) + (MOST_NOTES + 1)
    assert ("class/eve.zip", "listing.more") in told
