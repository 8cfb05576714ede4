"""Tests of the layout of a folder or an archive, and of listing every entry."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.deliveries.made import CODE, LAYOUTS, SAY, Tree, files, listed, refused, written, zipped
from tests.steps import grows_with
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.layouts import Layout
from torchgrade.deliveries.listing import list_submissions, read_bytes
from torchgrade.deliveries.places import is_left_out
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.wrappers import UnsureError
from torchgrade.errors import CourseError
from torchgrade.readers import python

Deliver = Callable[..., Listing]
CANVAS = {"ada_1_10_a.py": CODE, "bo_2_11_hw.zip": zipped({"b.py": CODE}), "张三_3_12_作业.py": CODE}
IDS = ["ada_1", "bo_2", "张三_3"]


def layouts(listing: Listing) -> list[str]:
    return [one.layout for one in listing.recognised]


def test_a_zip_that_is_given_is_read_as_the_folder_that_it_holds(tmp_path: Path) -> None:
    listing = listed(written(tmp_path, {"class.zip": zipped(CANVAS)}) / "class.zip")

    assert list(files(listing)) == IDS
    assert [read_bytes(found, SAY)[0][0].data for found in listing.found] == [CODE.encode()] * 3


def test_a_plain_zip_that_is_given_holds_one_submission_an_entry(tmp_path: Path) -> None:
    data = zipped({"ada.py": CODE, "bo/a.py": CODE, "cy.zip": zipped({"a.py": CODE}), "notes.txt": "x"})
    listing = listed(written(tmp_path, {"class.zip": data}) / "class.zip")

    assert files(listing) == {"ada": ["ada.py"], "bo": ["a.py"], "cy": ["a.py"]}
    assert refused(listing) == {"notes.txt": "listing.not_code"}
    assert layouts(listing) == ["plain"]


def test_the_folder_that_a_program_puts_around_a_zip_is_looked_through(tmp_path: Path) -> None:
    data = zipped({"class/ada.py": CODE, "class/bo.py": CODE, "__MACOSX/class/._ada.py": "x"})

    assert list(files(listed(written(tmp_path, {"class.zip": data}) / "class.zip"))) == ["ada", "bo"]


def test_an_export_in_a_folder_is_found_as_zip_and_as_folder(deliver: Deliver) -> None:
    assert list(files(deliver({"submissions.zip": zipped(CANVAS)}))) == IDS


def test_exports_of_two_groups_in_a_folder_are_both_read(deliver: Deliver) -> None:
    listing = deliver({"a.zip": zipped(CANVAS), "b/cy_4_20_a.py": CODE})

    assert list(files(listing)) == ["ada_1", "bo_2", "cy_4", "张三_3"]
    assert layouts(listing) == ["canvas", "canvas"]


def test_an_export_beside_other_submissions_is_one_submission(deliver: Deliver) -> None:
    """List the export as one submission, because a student could otherwise submit a zip under the names of others."""
    listing = deliver({"eve.zip": zipped(CANVAS), "ada.py": CODE})

    assert list(files(listing)) == ["ada", "eve"]


def test_a_broken_zip_that_is_given_is_listed(tmp_path: Path) -> None:
    listing = listed(written(tmp_path, {"class.zip": b"x"}) / "class.zip")

    assert refused(listing) == {"class.zip": "deliveries.archive_broken"}


def test_a_zip_is_one_persons_own_work_where_nothing_is_delivered(tmp_path: Path) -> None:
    """Read the zip as ``check`` does."""
    path = written(tmp_path, {"work.zip": zipped({"a.py": CODE, "b.py": CODE})}) / "work.zip"

    assert files(list_submissions([path], [python.claims], None, SAY)) == {"work": ["a.py", "b.py"]}


def test_a_layout_can_be_asked_for(deliver: Deliver) -> None:
    tree = {"ada_1_10_a.py": CODE, "bo.py": CODE, "cy.py": CODE}

    assert list(files(deliver(tree))) == ["ada_1_10_a", "bo", "cy"]
    assert list(files(deliver(tree, layout="canvas"))) == ["ada_1"]
    assert list(files(deliver(CANVAS, layout="plain"))) == ["ada_1_10_a", "bo", "bo_2_11_hw", "cy", "张三_3_12_作业"]


def test_an_archive_given_twice_or_beside_its_folder_counts_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "class", {"a.zip": zipped(CANVAS)})

    assert list(files(listed(folder / "a.zip", folder, folder / "a.zip"))) == IDS


def test_links_and_runs_are_no_part_of_a_delivery(tmp_path: Path) -> None:
    folder = written(tmp_path / "class", {**CANVAS, "out/run.sqlite": "x"})
    (folder / "dan_4_13_a.py").symlink_to("/etc/passwd")
    listing = listed(folder, out=folder / "out")

    assert list(files(listing)) == IDS
    assert refused(listing) == {"dan_4_13_a.py": "listing.symlink"}


@pytest.mark.parametrize("answer", [[], [None] * 9, None])
def test_a_layout_of_a_plugin_that_breaks_its_promise_is_named(answer: object, tmp_path: Path) -> None:
    broken = Layout(name="mine", recognises=lambda _: True, read=lambda *_: answer, is_certain=False)
    with pytest.raises(CourseError, match="'mine'"):
        list_submissions([written(tmp_path, {"a.py": ""})], [python.claims], None, SAY, Delivery(layouts=(broken,)))


def test_a_layout_of_a_plugin_that_fails_on_names_is_named(tmp_path: Path) -> None:
    broken = Layout(name="mine", recognises=lambda _: 1 / 0, read=lambda *_: [], is_certain=False)
    with pytest.raises(CourseError, match="'mine' failed"):
        list_submissions([written(tmp_path, {"a.py": ""})], [python.claims], None, SAY, Delivery(layouts=(broken,)))


NAMES = st.one_of(
    st.text("abAZ张三0129_-.~ '", min_size=1, max_size=12),
    st.builds(
        "{}{}_{}_{}_{}".format,
        st.sampled_from(["ada", "bo", "", "张三", "li_na"]),
        st.sampled_from(["", "_LATE"]),
        st.integers(0, 3),
        st.integers(0, 30),
        st.sampled_from(["a.py", "a-1.py", "b.ipynb", "c.pdf", "d.zip", "x"]),
    ),
    st.builds("{}_{}_text.html".format, st.sampled_from(["ada", "bo"]), st.integers(0, 3)),
    st.builds(
        "{}_{}_assignsubmission_{}{}".format,
        st.sampled_from(["Ada L", "Participant"]),
        st.integers(0, 3),
        st.sampled_from(["file", "onlinetext"]),
        st.sampled_from(["", "_", "_a.py", "_b.pdf"]),
    ),
    st.builds("submission_{}".format, st.integers(0, 3)),
    st.builds("HW_{}_attempt_2026-01-0{}-00-00-00_a.py".format, st.sampled_from(["ada", "bo"]), st.integers(1, 3)),
    st.builds("{}@x.edu_{}_a.py".format, st.sampled_from(["ada", "bo"]), st.integers(1, 3)),
    st.builds("12-34 - {} - Oct {}, 2026 101 PM".format, st.sampled_from(["Ada", "Bo"]), st.integers(1, 3)),
    st.builds("{} - hw{}.py".format, st.sampled_from(["Ada", "Bo"]), st.sampled_from(["", " (1)"])),
    st.builds(
        "2023000{}{}{}".format,
        st.integers(0, 3),
        st.sampled_from(["_", "-", ""]),
        st.sampled_from(["张三.py", "李四.zip"]),
    ),
    st.sampled_from(["submission_metadata.yml", "submitted", "source", "__MACOSX", ".hidden.py", "run.rar"]),
).filter(lambda name: name not in {".", ".."} and len(name.encode()) < 200)
CONTENTS = st.sampled_from(["", CODE, zipped({"a.py": CODE}), zipped({"b/c.ipynb": "{}", "../x.py": ""}), b"PK"])
INSIDE = st.dictionaries(st.sampled_from(["a.py", "b.txt", "c.zip"]), CONTENTS, max_size=2)
PASSED_OVER = {"submission_metadata.yml", "source", "submitted"}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(NAMES, st.one_of(CONTENTS, INSIDE), max_size=8),
    st.sampled_from([None, "plain", "inside", *(layout.name for layout in LAYOUTS)]),
    st.sampled_from([None, "学号,姓名\n20230001,张三\n20230002,李四\n"]),
)
@example(
    {
        "HW_ada_attempt_2026-01-01-00-00-00_a.py": CODE,
        "HW_ada_attempt_2026-01-02-00-00-00_a.py": zipped({"a.py": CODE}),
    },
    None,
    None,
)
@example({"Bo - hw.py": zipped({"a.py": CODE}), "Bo - hw (1).py": zipped({"a.py": CODE})}, "classroom", None)
def test_every_entry_is_graded_or_listed_and_only_once(tree: dict, layout: str | None, roster: str | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        flat = {}
        for name, content in tree.items():
            flat |= (
                {f"{name}/{inner}": data for inner, data in content.items()}
                if isinstance(content, dict)
                else {name: content}
            )
        folder = written(Path(place) / "class", flat)
        names = [path.name for path in folder.iterdir()]
        try:
            listing = listed(folder, layout=layout, roster=roster)
        except UnsureError:
            # Return, because the grader refuses an unclear folder and asks about it.
            return
        again = listed(folder, layout=layout, roster=roster)

    graded = [entry for found in listing.found for entry in found.entries]
    notes = [note for found in listing.found for note in found.remarks]
    notes += [note for one in listing.not_understood for note in one.further]
    left_out = [str(note.values["name"]) for note in notes if note.message_id.endswith("replaced")]
    replaced = sum(int(str(note.values["count"])) for note in notes if note.message_id == "deliveries.attempt")
    inside = any(len(one.place) > len(str(folder)) for one in listing.recognised) or "nbgrader" in layouts(listing)
    told = [*graded, *left_out, *(one.name for one in listing.not_understood)]
    assert listing == again
    assert len({found.submission for found in listing.found}) == len(listing.found)
    if not inside:
        assert len(told) == len(set(told))
        missing = {name for name in names if not is_left_out(name)} - set(told)
        assert len(missing - PASSED_OVER) == replaced
        assert missing - PASSED_OVER or not missing or layouts(listing) == ["gradescope"]


def _numbers(count: int) -> Tree:
    return {f"s{number:06}.py": CODE for number in range(count)}


def _canvas(count: int) -> Tree:
    return {f"ada_{1000 + number}_{9000 + number}_hw.py": CODE for number in range(count)}


def _replaced(count: int) -> Tree:
    return {f"ada_7_{9000 + number}_hw-{number}.py": CODE for number in range(count)} | {"ada_7_1_hw.py": CODE}


def _blackboard(count: int) -> Tree:
    names = [f"HW_u{number:04}_attempt_2026-11-01-10-00-00" for number in range(count)]
    return {f"{name}{end}": text for name in names for end, text in ((".txt", "Name: Ada (u1)"), ("_a.py", CODE))}


def _no_code(count: int) -> Tree:
    return {f"s{number:04}.py": "PK\x03\x04" for number in range(count)}


def _download(count: int) -> Tree:
    parts = [{f"hw/s{number:04}/a.py": CODE for number in range(part, count, 2)} for part in (0, 1)]
    return {f"drive-download-20261101T100000Z-00{part + 1}.zip": zipped(parts[part]) for part in (0, 1)}


def _versions(count: int) -> Tree:
    return {f"ada@x.edu/{number}_handin.py": CODE for number in range(count)}


@pytest.mark.parametrize("tree", [_numbers, _canvas, _replaced, _blackboard, _no_code, _download, _versions])
def test_twice_the_entries_take_twice_the_steps(tree: Callable[[int], Tree], tmp_path: Path) -> None:
    """A class of a country has 100,000 entries: one comparison of each with each would take minutes."""
    folders = [written(tmp_path / str(count), tree(count)) for count in (100, 200, 400)]

    assert grows_with([partial(listed, folder) for folder in folders]) < 2.2


def test_twice_the_files_of_one_name_take_twice_the_steps(tmp_path: Path) -> None:
    """A shell gives ``class/*/hw.py`` as 100,000 files with the id ``hw``."""
    names = [f"{number:04}/hw.py" for number in range(400)]
    folder = written(tmp_path, dict.fromkeys(names, CODE))
    acts = [partial(listed, *(folder / name for name in names[:count])) for count in (100, 200, 400)]

    assert grows_with(acts) < 2.2
