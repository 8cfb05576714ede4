"""docs/instructors.md: from the download of each LMS to marks in the LMS, word for word."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.docs import lms_downloads
from tests.docs.fresh import ROOT
from tests.docs.walking import Command, follows, steps
from tests.exports.importers import brightspace, classroom50, github_commands, nbgrader, openolat, xlsx
from tests.exports.importers import canvas as canvas_importer
from torchgrade.cli.main import main
from torchgrade.grading.shards import LEAST_SEED
from torchgrade.plugins import builtin

DOCUMENT = (ROOT / "docs" / "instructors.md").read_text("utf-8")
SECTIONS = dict(part.split("\n", 1) for part in re.split(r"^## ", DOCUMENT, flags=re.MULTILINE)[1:])
RUNNER = {
    "CLASSROOM": "cs",
    "ASSIGNMENT": "softmax",
    "SUBMISSION_TAG": "submit/2026-11-29T10-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://example.edu/commit",
    "RELEASE_URL": "https://example.edu/release",
    "REVIEW_URL": "https://example.edu/review",
    "USERNAME": "ada",
    "OWNER": "ada",
}


def walk(section: str, folder: Path) -> str:
    """Type the commands of a section in a folder; return everything that they printed."""
    printed = ""
    for step in steps(SECTIONS[section]):
        assert isinstance(step, Command)
        words = shlex.split(step.text)
        assert words[0] == "torchgrade"
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=folder, env={**os.environ, **RUNNER, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=240,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"$ {step.text}\n{done.stdout}{done.stderr}"
        assert not step.output or follows(step.output, done.stdout.splitlines())
        printed += done.stdout
    return printed


def canvas_has_both_marks(folder: Path) -> None:
    users = [canvas_importer.User(90017, "Lei Li", "Li, Lei"), canvas_importer.User(90018, "Ada Ngo", "Ngo, Ada")]
    course = canvas_importer.Course(users, [canvas_importer.Assignment(4711, "Softmax", Decimal(7))])
    outcome = canvas_importer.imported((folder / "run/exports/canvas/canvas-grades.csv").read_bytes(), course)

    assert outcome.changes == {(4711, 90017): Decimal("7.00"), (4711, 90018): Decimal("0.00")}
    assert (outcome.new, outcome.unknown) == ([], [])
    names = zipfile.ZipFile(folder / "run/exports/canvas-feedback/canvas-feedback.zip").namelist()
    assert len(names) == 2


def moodle_has_both_marks(folder: Path) -> None:
    worksheet = (folder / "run/exports/moodle/moodle-worksheet.csv").read_text()
    assert [line.split(",")[3] for line in worksheet.splitlines()[1:]] == ["7.00", "0.00"]
    names = zipfile.ZipFile(folder / "run/exports/moodle-feedback/moodle-feedback.zip").namelist()
    assert sorted(name.split("_")[1] for name in names) == ["657737", "657738"]
    grades = (folder / "run/exports/moodle-csv/moodle-grades.csv").read_text("utf-8-sig")
    assert {line.split(",")[0]: line.split(",")[1] for line in grades.splitlines()[1:]} == {
        "lilei": "100.00",
        "ango": "0.00",
    }


def blackboard_has_both_marks(folder: Path) -> None:
    lines = (folder / "run/exports/blackboard/blackboard-grades.csv").read_text().splitlines()[1:]
    assert {line.split(",")[2]: line.split(",")[3] for line in lines} == {'"lilei"': '"40.00"', '"ango"': '"0.00"'}


def brightspace_has_both_marks(folder: Path) -> None:
    data = (folder / "run/exports/brightspace/brightspace-grades.csv").read_bytes()
    found = brightspace.import_csv(data, {"20230001", "20230002"}, {"Softmax": Decimal(7)})
    assert sorted(found.marks.values()) == [Decimal("0.00"), Decimal("7.00")]


def gradescope_has_an_autograder(folder: Path) -> None:
    names = zipfile.ZipFile(folder / "autograder/autograder.zip").namelist()
    assert {"setup.sh", "run_autograder"} <= set(names)


def the_runner_has_summary_and_points(folder: Path) -> None:
    data = (folder / "run/exports/classroom50/result.json").read_bytes()
    collected = classroom50.collect(data, "cs", "softmax", "ada")
    assert (collected["score"], collected["max-score"] > 0) == (0, True)
    assert "softmax" in (folder / "run/exports/github/summary.md").read_text()
    assert (folder / "run/exports/junit/junit.xml").is_file()


def nbgrader_releases_both_pages(folder: Path) -> None:
    place = folder / "run/exports/nbgrader"
    files = {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}
    assert len(nbgrader.release(files, "softmax").pages) == 2


def the_list_has_both_marks(folder: Path) -> None:
    data = next((folder / "run/exports/xlsx").iterdir()).read_bytes()
    found = xlsx.import_workbook(data)
    assert {number: str(mark) for number, mark in found.marks.items()} == {"20230001": "100", "20230002": "0"}


def sakai_has_both_marks(folder: Path) -> None:
    lines = (folder / "run/exports/sakai/sakai-grades.csv").read_text("utf-8-sig").splitlines()[1:]
    assert {line.split(",")[0]: re.search(r"\d+(?:\.\d+)?(?=,[^,]*$)", line) is not None for line in lines} == {
        "lilei": True,
        "ango": True,
    }


def openolat_has_both_marks(folder: Path) -> None:
    found = openolat.import_lines((folder / "run/exports/openolat/openolat.tsv").read_text(), {"lilei", "ango"})
    assert found.points == {"lilei": Decimal(7), "ango": Decimal(0)}


CASES: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "Canvas": (lms_downloads.canvas, canvas_has_both_marks),
    "Moodle": (lms_downloads.moodle, moodle_has_both_marks),
    "Blackboard": (lms_downloads.blackboard, blackboard_has_both_marks),
    "Brightspace": (lms_downloads.brightspace, brightspace_has_both_marks),
    "Gradescope": (lms_downloads.gradescope, gradescope_has_an_autograder),
    "Classroom 50 and GitHub Actions": (lms_downloads.repository, the_runner_has_summary_and_points),
    "nbgrader": (lms_downloads.nbgrader, nbgrader_releases_both_pages),
    "Sakai": (lms_downloads.sakai, sakai_has_both_marks),
    "OpenOlat": (lms_downloads.plain, openolat_has_both_marks),
}
SCHOOL = "教务系统 and other schools' lists"
LATER = ("When a check was wrong", "When you decide yourself", "In the lecture")


@pytest.mark.long
@pytest.mark.parametrize("section", CASES)
def test_the_commands_of_an_lms_bring_both_marks_into_it(section: str, tmp_path: Path) -> None:
    make, has_arrived = CASES[section]
    make(tmp_path)
    printed = walk(section, tmp_path)

    has_arrived(tmp_path)
    if section.startswith("Classroom"):
        assert [one.name for one in github_commands.annotations(printed)] != []


@pytest.mark.long
def test_a_school_s_list_is_filled_and_then_a_mark_is_decided_and_regraded(tmp_path: Path) -> None:
    lms_downloads.school_list(tmp_path)
    walk(SCHOOL, tmp_path)
    the_list_has_both_marks(tmp_path)

    printed = {section: walk(section, tmp_path) for section in LATER}
    assert "softmax" in printed[LATER[0]]
    assert (tmp_path / "run" / "regrade.html").is_file()
    assert "Oral exam on 5 December." in printed[LATER[1]]
    assert "20230001" not in (tmp_path / "run" / "lecture.html").read_text("utf-8")
    walk(SCHOOL, tmp_path)
    sheet = openpyxl.load_workbook(next((tmp_path / "run/exports/xlsx").iterdir())).active
    assert sheet is not None
    assert sheet["C2"].value == 100


def test_both_ways_to_grade_on_several_machines_are_commands_of_the_page_about_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    section = SECTIONS["When one machine is not enough"]
    cluster = (ROOT / "docs" / "cluster.md").read_text("utf-8")
    lms_downloads.plain(tmp_path)
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^```sh\n(.+)\n```$", section, re.MULTILINE)

    assert ["--shard" in one for one in commands] == [True, False]
    for command in commands:
        _, *words = shlex.split(command.replace("SEED", str(LEAST_SEED)))
        assert main([*words, "--dry-run"]) == 0, capsys.readouterr().err
    assert commands[1].replace(" --exercises softmax", "") in cluster
    (merge,) = re.findall(r"`(torchgrade merge .+?)`", section)
    assert merge in cluster


def test_every_target_and_every_section_is_covered() -> None:
    targets = {source.name for source in builtin.torchgrade_exporters() if source.plan}

    assert {name for name in targets if f"--to {name}" not in DOCUMENT} == set()
    with_commands = {name for name, text in SECTIONS.items() if "$ torchgrade" in text}
    assert with_commands == {*CASES, SCHOOL, *LATER}
