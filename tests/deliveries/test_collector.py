"""Tests of submissions that are archives or contain some: limits of reading, and places of problems."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deliveries.made import CODE, SAY, files, listed, refused, written, zipped
from torchgrade.deliveries import archives, places
from torchgrade.deliveries.archives import ARCHIVE_BYTES
from torchgrade.deliveries.found import DEPTH, FILE_BYTES, MOST_FILES, Listing
from torchgrade.deliveries.listing import read_bytes
from torchgrade.deliveries.places import MOST_ARCHIVES, MOST_LOOKS
from torchgrade.readers.cells import MOST_NOTES

Deliver = Callable[..., Listing]


def problems(listing: Listing) -> list[tuple[str, object]]:
    return [(note.message_id, note.values["name"]) for note in listing.problems]


def contents(listing: Listing) -> dict[str, bytes]:
    """Return the bytes of the only submission."""
    found, notes = read_bytes(listing.found[0], SAY)
    assert notes == []
    return {file.name: file.data for file in found}


def test_a_zip_in_a_folder_is_one_submission_and_is_read_as_a_folder_would_be(deliver: Deliver) -> None:
    listing = deliver({
        "ada.zip": zipped({
            "hw/softmax.py": CODE, "hw/data.csv": "x", "sgd.ipynb": "{}",
            "__MACOSX/._softmax.py": "x", ".DS_Store": "x", ".git/a.py": "x", "hw/.hidden.py": "x",
        }),
    })  # fmt: skip

    assert files(listing) == {"ada": ["hw/softmax.py", "sgd.ipynb"]}
    assert contents(listing) == {"hw/softmax.py": CODE.encode(), "sgd.ipynb": b"{}"}
    assert listing.problems == []


def test_a_zip_in_a_zip_in_a_zip_is_read_and_what_lies_deeper_is_told(deliver: Deliver) -> None:
    data = zipped({"4.py": "4"})
    for level in (3, 2, 1):
        data = zipped({f"{level}.py": str(level), "in.zip": data})
    listing = deliver({"ada.zip": data})

    assert files(listing) == {"ada": ["1.py", "in.zip/2.py", "in.zip/in.zip/3.py"]}
    assert contents(listing) == {"1.py": b"1", "in.zip/2.py": b"2", "in.zip/in.zip/3.py": b"3"}
    assert problems(listing) == [("deliveries.archive_deep", "ada.zip/in.zip/in.zip/in.zip")]


def test_zips_ten_deep_with_nothing_above_are_told_once(deliver: Deliver) -> None:
    data = zipped({"a.py": CODE})
    for _ in range(9):
        data = zipped({"in.zip": data})

    assert refused(deliver({"eve.zip": data, "bo.py": CODE})) == {"eve.zip": "deliveries.archive_deep"}


def test_a_zip_in_a_folder_of_a_student_is_read_too(deliver: Deliver) -> None:
    listing = deliver({"ada/a.py": CODE, "ada/more.zip": zipped({"b.py": CODE})})

    assert files(listing) == {"ada": ["a.py", "more.zip/b.py"]}


def test_depth_counts_archives_and_folders(deliver: Deliver) -> None:
    path = "/".join("d" * (DEPTH - 1))
    listing = deliver({"ada.zip": zipped({f"{path}/a.py": CODE, f"{path}/d/b.py": CODE})})

    assert files(listing) == {"ada": [f"{path}/a.py"]}
    assert problems(listing) == [("listing.too_deep", f"ada.zip/{path}/d")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no zip", "deliveries.archive_broken"),
        (b"", "content.empty"),
        (zipped({"a.txt": "x"}), "listing.nothing_here"),
        (zipped({}), "listing.nothing_here"),
        (zipped({"../../etc/cron.py": "x"}), "deliveries.member_outside"),
        (zipped({"a.py": CODE}, method=zipfile.ZIP_LZMA), "deliveries.member_method"),
        (zipped({"work.rar": "x"}), "deliveries.other_archive"),
        (zipped({"in.zip": b"broken"}), "deliveries.archive_broken"),
    ],
)
def test_a_zip_without_anything_to_grade_is_listed_with_the_reason(data: bytes, why: str, deliver: Deliver) -> None:
    assert refused(deliver({"eve.zip": data, "bo.py": CODE})) == {"eve.zip": why}


@pytest.mark.parametrize("name", ["ada.rar", "ada.7z", "ada.tar.gz", "ada.TGZ"])
def test_an_archive_of_another_kind_is_told_what_to_do(name: str, deliver: Deliver) -> None:
    listing = deliver({name: "x", f"bo/{name}": "x", "bo/a.py": CODE})

    assert refused(listing) == {name: "deliveries.other_archive"}
    assert ("deliveries.other_archive", f"bo/{name}") in problems(listing)
    assert ".zip" in listing.not_understood[0].note.message


def test_what_is_refused_in_an_archive_stands_beside_what_is_graded(deliver: Deliver) -> None:
    data = io.BytesIO(zipped({"a.py": CODE, "../up.py": "x", "pictures.png": "x"}))
    link = zipfile.ZipInfo("link.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.py", "later")
    listing = deliver({"ada.zip": data.getvalue()})

    assert sorted(problems(listing)) == [
        ("deliveries.member_link", "ada.zip/link.py"),
        ("deliveries.member_outside", "ada.zip/../up.py"),
        ("deliveries.member_twice", "ada.zip/a.py"),
    ]
    assert listing.found[0].problems == listing.problems
    assert contents(listing) == {"a.py": b"later"}


def test_nothing_of_an_archive_is_written_anywhere(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "a" / "class", {"ada.zip": zipped({"a.py": CODE, "../../b.py": CODE, "/tmp/c.py": CODE})}
    )
    before = sorted(tmp_path.rglob("*"))
    contents(listed(folder))

    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/tmp/c.py").exists()


def test_very_many_files_and_very_many_refused_ones_are_told_in_part(deliver: Deliver) -> None:
    many = {f"{number}.py": "" for number in range(MOST_FILES + 5)}
    outside = {f"../{number}.py": "" for number in range(MOST_NOTES + 5)}
    listing = deliver({"ada.zip": zipped(many), "bo.zip": zipped({"a.py": "", **outside}), "cy.zip": zipped(outside)})

    assert len(listing.found[0].files) == MOST_FILES
    assert len(listing.found[1].problems) == MOST_NOTES + 1
    assert len(listing.not_understood) == 1
    assert len(listing.not_understood[0].further) == MOST_NOTES


def test_very_many_archives_in_one_are_opened_in_part(deliver: Deliver) -> None:
    inner = zipped({"a.py": ""})
    listing = deliver({"ada.zip": zipped({f"{number:03}.zip": inner for number in range(MOST_ARCHIVES + 3)})})

    assert len(listing.found[0].files) == MOST_ARCHIVES - 1
    assert {name for name, _ in problems(listing)} == {"deliveries.archive_count"}


def test_archives_in_an_archive_have_a_bound_together(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "UNPACKED_BYTES", 100_000)
    inner = zipped({"a.py": bytes(90_000)}, method=zipfile.ZIP_STORED)
    listing = deliver({"ada.zip": zipped({"1.zip": inner, "2.zip": inner})})

    assert files(listing) == {"ada": ["1.zip/a.py"]}
    assert problems(listing) == [("deliveries.archive_sum", "ada.zip/2.zip")]


def test_what_says_that_it_is_too_large_is_never_unpacked(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = deliver({"eve.zip": zipped({"in.zip": bytes(ARCHIVE_BYTES + 1), "b.py": bytes(FILE_BYTES + 1)})})
    monkeypatch.setattr(archives, "_inflate", lambda *_: pytest.fail("it was unpacked"))
    read, notes = read_bytes(listing.found[0], SAY)

    assert read == []
    assert problems(listing) == [("deliveries.member_large", "eve.zip/in.zip")]
    assert [note.message_id for note in notes] == ["deliveries.member_large"]


def test_an_archive_that_changed_after_it_was_listed_is_told(deliver: Deliver) -> None:
    listing = deliver({"ada.zip": zipped({"a.py": CODE * 9, "b.py": CODE})})
    listing.found[0].path.write_bytes(zipped({"b.py": CODE}))
    read, notes = read_bytes(listing.found[0], SAY)

    assert read == []
    assert {note.message_id for note in notes} == {"deliveries.member_broken"}
    listing.found[0].path.unlink()
    assert {note.message_id for note in read_bytes(listing.found[0], SAY)[1]} == {"listing.unreadable"}


def test_two_files_of_one_name_in_a_submission_are_both_kept(deliver: Deliver) -> None:
    listing = deliver({"Ada_1_assignsubmission_file/a.py": "1", "Ada_1_assignsubmission_file_/a.py": "2"})

    assert len(files(listing)["Ada_1"]) == 2


def test_a_link_to_a_zip_is_not_followed(tmp_path: Path) -> None:
    folder = written(tmp_path / "class", {"bo.py": CODE})
    (folder / "ada.zip").symlink_to(written(tmp_path, {"real.zip": zipped({"a.py": CODE})}) / "real.zip")

    assert refused(listed(folder)) == {"ada.zip": "listing.symlink"}
    assert refused(listed(folder / "ada.zip")) == {"ada.zip": "listing.symlink"}


def test_files_with_the_name_of_another_kind_are_opened_up_to_a_limit(deliver: Deliver) -> None:
    """Each look opens the file, and a zip may have 20,000 of them."""
    texts = {f"{number:03}.py.txt": CODE for number in range(MOST_LOOKS + 50)}
    listing = deliver({"ada.zip": zipped({"a.py": CODE, **texts})})

    assert len(listing.found[0].problems) == MOST_NOTES + 1
    assert listing.found[0].problems[-1].values["count"] == MOST_LOOKS - MOST_NOTES


def test_looks_into_an_archive_inside_are_limited_by_what_they_unpack(
    deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped({f"{number}.py.txt": CODE for number in range(9)})
    monkeypatch.setattr(places, "UNPACKED_BYTES", 3 * len(inner))
    listing = deliver({"ada.zip": zipped({"a.py": CODE, "in.zip": inner})})

    assert len(listing.found[0].problems) == 3
