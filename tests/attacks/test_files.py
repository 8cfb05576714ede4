"""Files and folders as bad as they come: nothing is followed, opened twice, extracted or imported, and all have a row."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.as_user import hand_over, run_as_user
from tests.attacks.bad_folders import HONEST, NAMES, POISON, SECRET, growing, hand_in, pack, poison
from tests.attacks.signs import acting_in
from torchgrade.deliveries.listing import MOST_FILES
from torchgrade.model.showable import show_name
from torchgrade.readers.cells import MOST_NOTES

pytestmark = pytest.mark.slow


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Return mode and time of change of everything in a folder, by path."""
    found = {}
    for at, names, files in os.walk(folder):
        for name in (*names, *files):
            facts = os.lstat(os.path.join(at, name))
            found[os.path.join(at, name)] = (facts.st_mode, facts.st_mtime_ns)
    return found


@dataclass(frozen=True)
class Graded:
    """What a run left behind."""

    place: Path
    done: subprocess.CompletedProcess[str]
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]

    @property
    def results(self) -> dict[str, dict[str, Any]]:
        """By what is shown of each id."""
        lines = (self.place / "run" / "results.jsonl").read_text("utf-8").split("\n")[:-1]
        return {show_name(result["submission"]): result for result in map(json.loads, lines)}

    @property
    def rows(self) -> list[dict[str, str]]:
        """Of the gradebook."""
        with (self.place / "run" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def texts(self) -> dict[str, str]:
        """All that a person reads, by the name of the file."""
        files = [path for path in (self.place / "run").rglob("*") if path.suffix in (".html", ".csv", ".jsonl")]
        return {
            **{path.name: path.read_bytes().decode("utf-8") for path in files},
            "stdout": self.done.stdout,
            "stderr": self.done.stderr,
        }

    def notes(self, submission: str) -> list[str]:
        """Return what was noticed about a submission, as ids of sentences."""
        return [note["message_id"] for note in self.results[submission]["problems"]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A class that an ordinary user grades, standing in its folder, with `python -m torchgrade`."""
    place = tmp_path_factory.mktemp("files")
    place.chmod(0o755)
    (place / "marks").mkdir()
    # Libraries keep caches in a home, where no sandbox hides it.
    (place / "home").mkdir()
    folder = place / "in"
    folder.mkdir()
    hand_in(folder, place)
    pack(folder)
    poison(folder, place / "marks")
    (place / "growing.py").write_text(HONEST)
    hand_over(place)
    before = tree(folder)
    command = [
        sys.executable,
        "-m",
        "torchgrade",
        "grade",
        ".",
        "../growing.py",
        "--out",
        "../run",
        "--exercises",
        "softmax",
    ]
    env = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(place / "home"),
        "LANG": "C.UTF-8",
        "PYTEST_ADDOPTS": "-p poison",
    }
    with growing(place / "growing.py"):
        done = run_as_user(command, reach=[place], cwd=folder, env=env)
    return Graded(place, done, before, tree(folder))


def test_the_command_ends_well(graded: Graded) -> None:
    assert graded.done.returncode == 0, graded.done.stderr[-2000:]


def test_every_input_has_its_row(graded: Graded) -> None:
    inputs = [name for name in os.listdir(graded.place / "in") if not name.startswith(".")]

    assert len(graded.rows) == len(inputs) + 1


@pytest.mark.parametrize("submission", ["ada", "hard_link", "a_folder.py", "inside", "links", "deep", "growing"])
def test_honest_work_gets_full_marks_whatever_lies_beside_it(submission: str, graded: Graded) -> None:
    result = graded.results[submission]

    assert (result["points"], result["max_points"]) == (7.0, 7.0)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_costs_nothing(name: bytes, graded: Graded) -> None:
    text = name.decode("utf-8", "surrogateescape").encode("utf-8", "backslashreplace").decode()
    result = graded.results[show_name(unicodedata.normalize("NFC", text))]

    assert result["points"] == 7.0


def test_nothing_that_is_shown_can_act(graded: Graded) -> None:
    """No escape, no control, no bidirectional mark, no line separator: on pages, in tables, in JSON, on the terminal."""
    found = {name: acting_in(text) for name, text in graded.texts.items()}

    assert {name: signs for name, signs in found.items() if signs} == {}
    assert not any("<script>alert" in text for name, text in graded.texts.items() if name.endswith(".html"))


def test_no_cell_of_the_gradebook_is_a_formula(graded: Graded) -> None:
    """A number may begin with a sign; a text may not."""
    text = [cell for row in graded.rows for name, cell in row.items() if name in ("submission", "status", "notes")]

    assert [cell for cell in text if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {"'=cmd()", "'@sum", "'+1", "'-rf", "'--out=x"} <= set(text)


def test_what_is_no_file_is_named_with_its_reason(graded: Graded) -> None:
    """Links are not followed; pipes, sockets and devices are not opened."""
    notes = {row["submission"]: row["notes"] for row in graded.rows if row["status"] == "not understood"}

    for name in ("link.py", "folder_link", "dangling.py", "circle.py"):
        assert "symbolic link" in notes[name]
    for name in ("pipe.py", "socket.py"):
        assert "neither a file nor a folder" in notes[name]
    assert "The grader cannot read" in notes["unreadable"]


def test_links_and_pipes_in_a_folder_are_named_and_not_followed(graded: Graded) -> None:
    assert sorted(graded.notes("inside")) == ["listing.not_regular", *["listing.symlink"] * 3, "listing.unreadable"]
    assert {file["name"] for file in graded.results["inside"]["files"]} == {"mine.py", "poison.py", *POISON}


def test_what_a_link_points_to_stands_nowhere(graded: Graded) -> None:
    assert [name for name, text in graded.texts.items() if SECRET in text] == []


def test_of_very_many_files_the_first_are_read(graded: Graded) -> None:
    assert graded.notes("many") == ["listing.too_many"]
    assert len(graded.results["many"]["files"]) == MOST_FILES


def test_of_very_many_problems_the_first_are_told(graded: Graded) -> None:
    notes = graded.results["links"]["problems"]

    assert len(notes) == MOST_NOTES + 1
    assert notes[-1]["message_id"] == "listing.more"
    assert notes[-1]["values"] == {"name": "links", "count": 2_000 - MOST_NOTES}


def test_a_deep_folder_is_not_looked_into(graded: Graded) -> None:
    assert graded.notes("deep") == ["listing.too_deep"]


def test_archives_are_read_member_by_member_and_not_extracted(graded: Graded) -> None:
    notes = {row["submission"]: row["notes"] for row in graded.rows}

    assert [file["name"] for file in graded.results["packed"]["files"]] == ["softmax.py"]
    assert graded.results["packed"]["points"] == graded.results["growing"]["points"]
    assert sorted(graded.notes("packed")) == [
        "deliveries.member_large", "deliveries.member_outside", "deliveries.member_outside",
    ]  # fmt: skip
    assert "is a gzip archive, which the grader does not open" in notes["packed.tar.gz"]
    assert "zip archive" in notes["zip.py"]
    assert not list(graded.place.rglob("escaped.py"))
    assert not Path("/tmp/escaped-by-torchgrade.py").exists()


def test_the_folder_of_the_class_is_as_it_was(graded: Graded) -> None:
    """Nothing was written there, no bytecode either, and nothing was taken away."""
    assert graded.after == graded.before


def test_the_run_writes_its_own_files_and_no_others(graded: Graded) -> None:
    run = graded.place / "run"
    names = {path.name for path in run.iterdir()} - {"run.sqlite-wal", "run.sqlite-shm"}

    assert names == {"run.sqlite", "run.lock", "results.jsonl", "gradebook.csv", "index.html", "students"}
    assert all(path.suffix == ".html" and path.is_file() for path in (run / "students").iterdir())
    assert {path.name for path in graded.place.iterdir()} == {"in", "run", "marks", "home", "secret.txt", "growing.py"}


def test_no_module_of_a_submission_or_of_the_working_directory_was_imported(graded: Graded) -> None:
    assert list((graded.place / "marks").iterdir()) == []
