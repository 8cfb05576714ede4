"""Invented downloads from each LMS, for the commands of docs/instructors.md.

Li Lei's softmax is right, and Ada Ngo's divides by the column sums. Each function writes what its LMS delivers into a
folder.
"""

from __future__ import annotations

import importlib.metadata
import io
import json
import zipfile
from pathlib import Path

import openpyxl

RIGHT = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
WRONG = RIGHT.replace("e.sum(1", "e.sum(0")
ROSTER = "OrgDefinedId,Username,Last Name,First Name,Email\n20230001,lilei,Li,Lei,lei@u.example\n20230002,ango,Ngo,Ada,ada@u.example\n"


def zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def canvas(folder: Path) -> None:
    names = {"lilei_90017_551234_softmax.py": RIGHT, "ngoada_LATE_90018_551235_softmax.py": WRONG}
    (folder / "submissions.zip").write_bytes(zipped(names))
    (folder / "grades.csv").write_text(
        "Student,ID,SIS Login ID,Section,Softmax (4711),Final Score\n"
        "    Points Possible,,,,7.00,(read only)\n"
        '"Li, Lei",90017,lilei,CS-3,,\n"Ngo, Ada",90018,ango,CS-3,,\n'
    )


def moodle(folder: Path) -> None:
    names = {
        "Li Lei_657737_assignsubmission_file_/softmax.py": RIGHT,
        "Ada Ngo_657738_assignsubmission_file_/softmax.py": WRONG,
    }
    (folder / "submissions.zip").write_bytes(zipped(names))
    (folder / "class.csv").write_text(
        "Username,First name,Last name,Email address\nlilei,Lei,Li,lei@u.example\nango,Ada,Ngo,ada@u.example\n"
    )
    (folder / "worksheet.csv").write_text(
        'Identifier,"Full name",Status,Grade,"Maximum grade","Last modified (grade)","Feedback comments"\n'
        '"Participant 657737","Li Lei","Submitted for grading",,7.00,-,\n'
        '"Participant 657738","Ada Ngo","Submitted for grading",,7.00,-,\n'
    )


def blackboard(folder: Path) -> None:
    names = {
        "Softmax_lilei_attempt_2026-11-20-10-00-00_softmax.py": RIGHT,
        "Softmax_ango_attempt_2026-11-20-11-00-00_softmax.py": WRONG,
    }
    (folder / "gradebook_softmax.zip").write_bytes(zipped(names))
    (folder / "gc.csv").write_text(
        '"Last Name","First Name","Username","Softmax [Total Pts: 40 Score] |403340"\n'
        '"Li","Lei","lilei",""\n"Ngo","Ada","ango",""\n'
    )


def brightspace(folder: Path) -> None:
    names = {
        "11-22 - Li Lei - Nov 20, 2026 1000 AM/softmax.py": RIGHT,
        "12-22 - Ada Ngo - Nov 20, 2026 1100 AM/softmax.py": WRONG,
    }
    (folder / "Softmax Download.zip").write_bytes(zipped(names))
    (folder / "class.csv").write_text(ROSTER)


def gradescope(folder: Path) -> None:
    """Write wheels, because a course of one's own is in no package index."""
    wheels = folder / "wheels"
    wheels.mkdir()
    for name in ("torchgrade", "torchgrade_d2l", "torchgrade_d2l_solutions"):
        version = importlib.metadata.version(name.replace("_", "-"))
        (wheels / f"{name}-{version}-py3-none-any.whl").write_bytes(zipped({"METADATA": name}))


def repository(folder: Path) -> None:
    (folder / "submission").mkdir()
    (folder / "submission" / "softmax.py").write_text(WRONG)


def nbgrader(folder: Path) -> None:
    for login, text in (("lilei", RIGHT), ("ango", WRONG)):
        place = folder / "course" / "submitted" / login / "softmax"
        place.mkdir(parents=True)
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        (place / "softmax.ipynb").write_text(json.dumps(notebook))
        (place / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
        (place / "submission_secret.txt").write_text(f"secret of {login}")


def school_list(folder: Path) -> None:
    (folder / "submissions").mkdir()
    (folder / "submissions" / "20230001_李雷.py").write_text(RIGHT)
    (folder / "submissions" / "20230002_吴爱达.py").write_text(WRONG)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["学号", "姓名", "成绩"], ["20230001", "李雷", None], ["20230002", "吴爱达", None]):
        sheet.append(row)
    book.save(folder / "名单.xlsx")


def sakai(folder: Path) -> None:
    plain(folder)
    (folder / "gradebook_export.csv").write_text(
        'Student ID,Name,Softmax [7],* Softmax\nlilei,"Li, Lei",,\nango,"Ngo, Ada",,\n'
    )


def plain(folder: Path) -> None:
    (folder / "submissions").mkdir()
    (folder / "submissions" / "lilei.py").write_text(RIGHT)
    (folder / "submissions" / "ango.py").write_text(WRONG)
    (folder / "class.csv").write_text("Username,Name\nlilei,Li Lei\nango,Ada Ngo\n")
