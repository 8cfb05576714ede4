"""Tests of listing submissions and reading their bytes."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from torchgrade.deliveries.listing import (
    DEPTH,
    FILE_BYTES,
    MOST_FILES,
    Found,
    FoundFile,
    Listing,
    list_submissions,
    read_bytes,
)
from torchgrade.errors import UsageError
from torchgrade.readers import notebook, python
from torchgrade.readers.cells import MOST_NOTES

if TYPE_CHECKING:
    from torchgrade.readers.cells import Say

List = Callable[..., Listing]


@pytest.fixture
def listing_of(say: Say) -> List:
    def make(*paths: Path, out: Path | None = None) -> Listing:
        return list_submissions(paths, [python.claims, notebook.claims], out, say)

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


def write(path: Path, text: str = "x = 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def ids(listing: Listing) -> list[str]:
    return [found.submission for found in listing.found]


def problems(listing: Listing) -> list[tuple[str, object]]:
    return [(note.message_id, note.values["name"]) for note in listing.problems]


def test_each_file_with_code_and_each_folder_in_a_folder_is_a_submission(folder: Path, listing_of: List) -> None:
    write(folder / "ada.py")
    write(folder / "bob.IPYNB")
    write(folder / "cyd.v2.py")
    write(folder / "dan.d" / "hw.py")
    listing = listing_of(folder)
    assert ids(listing) == ["ada", "bob", "cyd.v2", "dan.d"]
    assert [file.name for file in listing.found[3].files] == ["hw.py"]
    assert listing.problems == []


def test_a_file_that_is_given_is_a_submission(folder: Path, listing_of: List) -> None:
    assert ids(listing_of(write(folder / "ada.py"))) == ["ada"]


def test_a_path_given_twice_counts_once(folder: Path, listing_of: List) -> None:
    path = write(folder / "ada.py")
    assert ids(listing_of(folder, path, path)) == ["ada"]


def test_a_path_that_does_not_exist_is_named(folder: Path, listing_of: List) -> None:
    with pytest.raises(UsageError, match=r"no-\\x1b\[31m\.py"):
        listing_of(folder / "no-\x1b[31m.py")


def test_an_empty_folder_lists_nothing(folder: Path, listing_of: List) -> None:
    assert listing_of(folder) == Listing()


def test_files_in_a_folder_are_found_to_the_depth_that_is_read(folder: Path, listing_of: List) -> None:
    for depth in range(1, DEPTH + 2):
        write(folder.joinpath("ada", *["d"] * (depth - 1), f"f{depth}.py"))
    listing = listing_of(folder)
    assert [file.name for file in listing.found[0].files] == [
        "d/d/d/f4.py",
        "d/d/f3.py",
        "d/f2.py",
        "f1.py",
    ]
    assert problems(listing) == [("listing.too_deep", "ada/d/d/d/d")]


def test_hidden_entries_and_what_systems_leave_behind_are_passed_over(folder: Path, listing_of: List) -> None:
    for name in (
        ".hidden.py",
        "__MACOSX/a.py",
        ".ipynb_checkpoints/a.ipynb",
        ".git/a.py",
        "__pycache__/a.py",
    ):
        write(folder / name)
        write(folder / "ada" / name)
    write(folder / "ada" / "a.py")
    listing = listing_of(folder)
    assert [file.name for found in listing.found for file in found.files] == ["a.py"]
    assert listing.problems == []


def test_everything_else_is_listed_as_not_understood(folder: Path, listing_of: List) -> None:
    write(folder / "notes.txt")
    (folder / "empty").mkdir()
    write(folder / "data" / "numbers.csv")
    os.mkfifo(folder / "pipe.py")
    (folder / "link.py").symlink_to(write(folder / "ada.py"))
    (folder / "linked").symlink_to(folder)
    listing = listing_of(folder)
    assert ids(listing) == ["ada"]
    assert [(one.name, one.note.message_id) for one in listing.not_understood] == [
        ("data", "listing.nothing_here"),
        ("empty", "listing.nothing_here"),
        ("link.py", "listing.symlink"),
        ("linked", "listing.symlink"),
        ("notes.txt", "listing.not_code"),
        ("pipe.py", "listing.not_regular"),
    ]
    assert listing.problems == [one.note for one in listing.not_understood]


def test_links_and_pipes_inside_a_folder_are_problems_and_not_read(folder: Path, listing_of: List) -> None:
    write(folder / "ada" / "a.py")
    (folder / "ada" / "link.py").symlink_to("/etc/passwd")
    os.mkfifo(folder / "ada" / "pipe.py")
    listing = listing_of(folder)
    assert [file.name for file in listing.found[0].files] == ["a.py"]
    assert problems(listing) == [
        ("listing.symlink", "ada/link.py"),
        ("listing.not_regular", "ada/pipe.py"),
    ]
    assert listing.not_understood == []


def test_the_folder_of_a_run_is_never_a_submission(folder: Path, listing_of: List) -> None:
    write(folder / "ada.py")
    write(folder / "out" / "a.py")
    write(folder / "old-run" / "a.py")
    write(folder / "old-run" / "run.sqlite")
    write(folder / "bob" / "a.py")
    write(folder / "bob" / "inner-run" / "run.sqlite")
    write(folder / "bob" / "inner-run" / "b.py")
    listing = listing_of(folder, out=folder / "out")
    assert ids(listing) == ["ada", "bob"]
    assert len(listing.found[1].files) == 1
    assert [(note.message_id, note.values["name"]) for note in listing.problems] == [
        ("listing.run_with_code", "old-run")
    ]


def test_two_submissions_with_one_id_are_both_listed_and_that_is_a_problem(folder: Path, listing_of: List) -> None:
    write(folder / "ada" / "a.py")
    write(folder / "ada.ipynb")
    write(folder / "ada.py")
    write(folder / "ada~2.py")
    listing = listing_of(folder)
    assert [(f.submission, f.path.name) for f in listing.found] == [
        ("ada", "ada"),
        ("ada~2", "ada~2.py"),
        ("ada~3", "ada.ipynb"),
        ("ada~4", "ada.py"),
    ]
    assert [(n.values["name"], n.values["submission"]) for n in listing.problems] == [
        ("ada.ipynb", "ada~3"),
        ("ada.py", "ada~4"),
    ]


def test_ids_are_in_nfc(folder: Path, listing_of: List) -> None:
    write(folder / (unicodedata.normalize("NFD", "é") + ".py"))
    assert ids(listing_of(folder)) == ["é"]


_HOSTILE = [
    b"<img src=x onerror=alert(1)>",
    b"=1+1",
    b"-rf",
    b"\x1b[31mred",
    "\u202egpj".encode(),
    b"\xff\xfe",
    b"a" * 252,
    b"two\nlines",
    b"~",
]


@pytest.mark.parametrize("stem", _HOSTILE)
def test_hostile_names_are_listed_and_can_be_stored(folder: Path, listing_of: List, say: Say, stem: bytes) -> None:
    path = os.fsencode(folder) + b"/" + stem + b".py"
    Path(os.fsdecode(path)).write_text("x = 1\n")
    listing = listing_of(folder)
    assert len(listing.found) == 1
    listing.found[0].submission.encode("utf-8")
    files, notes = read_bytes(listing.found[0], say)
    assert (files[0].data, notes) == (b"x = 1\n", [])
    files[0].name.encode("utf-8")


@pytest.mark.parametrize("stem", _HOSTILE)
def test_hostile_names_in_problems_act_on_nothing(folder: Path, listing_of: List, stem: bytes) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + stem[:250] + b".x")).write_text("x")
    note = listing_of(folder).problems[0]
    note.message.encode("utf-8")
    assert not {"\x1b", "\u202e", "\n"} & set(note.message)


def test_a_folder_with_very_many_files_is_read_in_part(folder: Path, listing_of: List) -> None:
    for number in range(MOST_FILES + 1):
        write(folder / "ada" / f"f{number:03}.py")
    listing = listing_of(folder)
    assert len(listing.found[0].files) == MOST_FILES
    assert problems(listing) == [("listing.too_many", "ada")]


def test_of_very_many_links_in_a_folder_the_first_are_told(folder: Path, listing_of: List) -> None:
    write(folder / "ada" / "a.py")
    write(folder / "bob" / "a.py")
    for number in range(MOST_NOTES + 5):
        (folder / "ada" / f"{number:02}.py").symlink_to("a.py")
    (folder / "bob" / "link.py").symlink_to("a.py")
    listing = listing_of(folder)
    assert problems(listing)[MOST_NOTES - 1 :] == [
        ("listing.symlink", f"ada/{MOST_NOTES - 1}.py"),
        ("listing.more", "ada"),
        ("listing.symlink", "bob/link.py"),
    ]
    assert listing.problems[MOST_NOTES].values["count"] == 5


def test_of_very_many_files_that_cannot_be_read_the_first_are_told(folder: Path, say: Say) -> None:
    files = [FoundFile(name=f"{number}.py", path=folder / f"{number}.py") for number in range(MOST_NOTES + 3)]
    _, notes = read_bytes(Found(submission="ada", path=folder, files=files), say)
    assert len(notes) == MOST_NOTES + 1
    assert notes[-1].values == {"name": "class", "count": 3}


def test_the_bytes_of_all_files_are_read(folder: Path, listing_of: List, say: Say) -> None:
    os.utime(write(folder / "ada" / "a.py", "a"), ns=(1, 5))
    write(folder / "ada" / "b.ipynb", "b")
    files, notes = read_bytes(listing_of(folder).found[0], say)
    assert [(file.name, file.data) for file in files] == [("a.py", b"a"), ("b.ipynb", b"b")]
    assert files[0].mtime_ns == 5
    assert notes == []


def test_a_file_that_is_too_large_is_left_out_and_said(folder: Path, listing_of: List, say: Say) -> None:
    (folder / "ada").mkdir()
    (folder / "ada" / "big.py").write_bytes(b"#" * (FILE_BYTES + 1))
    (folder / "ada" / "full.py").write_bytes(b"#" * FILE_BYTES)
    files, notes = read_bytes(listing_of(folder).found[0], say)
    assert [file.name for file in files] == ["full.py"]
    assert notes[0].message.startswith(
        "big.py was not read: it has 2048 KiB, and the grader reads at most 2048 KiB of a file"
    )


def test_the_files_behind_the_limit_of_a_submission_are_left_out_and_said(
    folder: Path, listing_of: List, say: Say
) -> None:
    for number in range(5):
        (folder / "ada").mkdir(exist_ok=True)
        (folder / "ada" / f"{number}.py").write_bytes(b"#" * FILE_BYTES)
    files, notes = read_bytes(listing_of(folder).found[0], say)
    assert len(files) == 4
    assert [(note.message_id, note.values["name"]) for note in notes] == [("listing.too_much", "4.py")]


def test_a_file_that_became_a_link_or_a_pipe_is_not_read(folder: Path, say: Say) -> None:
    os.mkfifo(folder / "pipe.py")
    (folder / "link.py").symlink_to(write(folder / "a.py"))
    paths = [folder / "pipe.py", folder / "link.py", folder / "gone.py", folder]
    found = Found(submission="a", path=folder, files=[FoundFile(name=p.name, path=p) for p in paths])
    files, notes = read_bytes(found, say)
    assert files == []
    assert {note.message_id for note in notes} == {"listing.unreadable"}
    assert len(notes) == 4


def test_a_submission_that_looks_like_a_run_is_listed_with_what_to_do(folder: Path, listing_of: List) -> None:
    write(folder / "eve" / "run.sqlite")
    write(folder / "eve" / "a.py")
    listing = listing_of(folder)

    assert listing.found == []
    assert [one.note.message_id for one in listing.not_understood] == ["listing.run_with_code"]
