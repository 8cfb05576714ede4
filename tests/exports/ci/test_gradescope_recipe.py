"""What ``torchgrade.exports.ci.gradescope_recipe`` promises, with the programs run in a folder instead of a container."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.exports.importers import gradescope
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.exports.ci.gradescope_recipe import Recipe, recipe_files, zipped

RECIPE = Recipe(
    grade=("--exercises", "a"),
    sandbox="none",
    language="en",
    torch={"torch": "2.15.0+cu132"},
    ours={"torchgrade": "0.1.0"},
)
# A first line with the path of the interpreter must not contain a space, so a shell starts it, as in the scripts of pip.
STAND_IN = f"""#!/bin/sh
'''exec' "{sys.executable}" "$0" "$@"
' '''
import json, os, pathlib, sys
words = sys.argv[1:]
with open(os.environ["CALLS"], "a") as log:
    log.write(json.dumps(words) + "\\n")
case = os.environ["CASE"]
if words[0] == "doctor":
    print(json.dumps({{"findings": [{{"name": "isolation", "ok": case != "no sandbox"}}]}}))
elif "--dry-run" in words:
    print(json.dumps({{"submissions": [] if case == "nothing" else ["submission"]}}))
elif words[0] == "grade":
    print("log of grade")
    weak = case == "no sandbox" and words[words.index("--sandbox") + 1] != "none"
    sys.exit(3 if case == "broken" else 2 if weak or case in ("nothing", "usage") else 0)
elif case != "no mark":
    out = pathlib.Path(words[words.index("--out") + 1], "results", "submission")
    out.mkdir(parents=True)
    (out / "results.json").write_text('{{"score": NaN}}' if case == "nan" else '{{"score": 7}}')
"""
"""Program in the place of torchgrade that behaves as ``CASE`` says, and keeps its calls."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder that is /autograder in the container, with one submitted file."""
    with zipfile.ZipFile(io.BytesIO(zipped(recipe_files(RECIPE, catalogue_for())))) as opened:
        opened.extractall(tmp_path / "source")
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "a.py").write_text("x = 1\n")
    (tmp_path / "torchgrade").write_text(STAND_IN)
    (tmp_path / "torchgrade").chmod(0o755)
    return tmp_path


def run(root: Path, case: str, **further: str) -> tuple[gradescope.Shown, list[list[str]]]:
    """Run the autograder; return what Gradescope shows, and the calls of torchgrade."""
    calls = root / "calls"
    environment = {
        **os.environ, "AUTOGRADER_ROOT": str(root), "TORCHGRADE": str(root / "torchgrade"), "CASE": case,
        "CALLS": str(calls), **further,
    }  # fmt: skip
    program = [sys.executable, str(root / "source" / "run_autograder")]
    subprocess.run(program, env=environment, check=True, capture_output=True, timeout=60)
    made = [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []
    return gradescope.read((root / "results" / "results.json").read_bytes()), made


def test_the_zip_has_executable_programs_and_the_same_bytes_each_time() -> None:
    files = recipe_files(RECIPE, catalogue_for())
    data = zipped(files)

    assert data == zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        modes = {info.filename: stat.S_IMODE(info.external_attr >> 16) for info in opened.infolist()}
    assert modes == {
        "setup.sh": 0o755, "run_autograder": 0o755, "autograder.json": 0o644, "requirements.txt": 0o644,
        "requirements-torch.txt": 0o644,
    }  # fmt: skip


def test_the_versions_are_pinned_without_the_build_and_the_index_belongs_to_torch() -> None:
    files = recipe_files(RECIPE, catalogue_for())
    indexed = recipe_files(
        Recipe(grade=(), sandbox="B", language="en", torch={"torch": "2"}, ours={}, index="https://i"), catalogue_for()
    )

    assert files["requirements-torch.txt"] == b"torch==2.15.0\n"
    assert files["requirements.txt"] == b"torchgrade==0.1.0\n"
    assert indexed["requirements-torch.txt"] == b"--index-url https://i\ntorch==2\n"


def test_setup_is_a_correct_script(root: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash")
    assert subprocess.run(["bash", "-n", str(root / "source" / "setup.sh")], check=False).returncode == 0


def test_the_submission_is_graded_as_one_and_its_result_is_copied(root: Path) -> None:
    shown, (grade, export) = run(root, "fine")

    assert shown.score == 7
    assert grade[0] == "grade"
    assert grade[2:4] == ["--layout", "plain"]
    assert grade[-6:] == ["--exercises", "a", "--lang", "en", "--sandbox", "B"]
    assert export[:1] + export[2:4] == ["export", "--to", "gradescope"]
    assert not Path(grade[1]).exists()


def test_only_a_container_without_a_sandbox_lets_a_submission_run_without_one(root: Path) -> None:
    shown, calls = run(root, "no sandbox")
    levels = [call[call.index("--sandbox") + 1] for call in calls if call[0] == "grade" and "--dry-run" not in call]

    assert shown.score == 7
    assert levels == ["B", "none"]


def test_another_refusal_never_makes_the_sandbox_weaker(root: Path) -> None:
    shown, calls = run(root, "usage")

    assert [call for call in calls if call[0] == "grade" and call[-2:] == ["--sandbox", "none"]] == []
    assert shown.never[0]["output"].startswith("torchgrade grade: exit code 2\nlog of grade")


def test_a_level_that_the_instructor_demands_is_never_replaced(root: Path) -> None:
    place = root / "source" / "autograder.json"
    place.write_text(place.read_text().replace('"sandbox": "none"', '"sandbox": "B"'))
    _, calls = run(root, "no sandbox")

    assert [call[-1] for call in calls if call[0] == "grade" and "--dry-run" not in call] == ["B"]


@pytest.mark.parametrize("case", ["broken", "usage", "no mark", "nan"])
def test_a_failure_is_no_mark_and_only_the_instructor_reads_the_reason(root: Path, case: str) -> None:
    shown, _ = run(root, case)

    assert [test["name"] for test in shown.now] == ["Autograder failed"]
    assert "This is not your mark" in shown.now[0]["output"]
    assert len(shown.never) == 1
    # A score on top is demanded; with a hidden test no student sees it.
    assert not shown.total_is_visible
    assert not any("max_score" in test for test in [*shown.now, *shown.never])


def test_a_container_without_torchgrade_or_options_still_reports(root: Path) -> None:
    (root / "source" / "autograder.json").unlink()
    shown, _ = run(root, "fine", TORCHGRADE=str(root / "absent"))

    assert [test["name"] for test in shown.now] == ["Autograder failed"]
    assert "autograder.json" in shown.never[0]["output"]


def test_a_submission_without_code_is_the_student_s_to_mend(root: Path) -> None:
    shown, _ = run(root, "nothing")

    assert [test["name"] for test in shown.now] == ["No file to grade"]
    assert shown.never == []


def test_a_link_of_a_submission_is_not_followed(root: Path) -> None:
    (root / "submission" / "b.py").symlink_to(root / "source" / "autograder.json")

    assert run(root, "fine")[0].score == 7


def test_the_sentences_are_in_the_language_of_the_course() -> None:
    config = json.loads(recipe_files(RECIPE, catalogue_for(language="zh"))["autograder.json"])

    assert config["sentences"]["name"] == "自动评分程序出错"


def test_the_program_knows_every_sentence_in_english_itself() -> None:
    files = recipe_files(RECIPE, catalogue_for())
    sentences = json.loads(files["autograder.json"])["sentences"]

    assert all(f'"{name}": ' in files["run_autograder"].decode() for name in sentences)
