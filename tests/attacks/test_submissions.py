"""The generator of attacks makes files that run the act, and tell of it in one line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks import submissions
from tests.attacks.running import Said, interleaved, said_in

FACTS = dict.fromkeys(
    {name for act in submissions.acts().values() for name in submissions.needs(act)} - {"parent"}, "/nowhere"
)
RUN = "\nsoftmax(None)\nsoftmax(None)\n"


def said(text: str, name: str, tmp_path: Path) -> Said:
    """Run a submission as a program that calls its function twice."""
    file = tmp_path / "submission.py"
    file.write_text(text + RUN, "utf-8")
    done = subprocess.run([sys.executable, "-I", str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert len(done.stdout.splitlines()) == 1, done.stderr
    return said_in({"exercises": [{"checks": [{"output": done.stdout, "outcome": "passed"}]}]}, name)


def test_there_are_as_many_acts_as_names_and_each_says_what_it_is() -> None:
    acts = submissions.acts()

    assert len(acts) > 400
    assert all(act.__doc__ for act in acts.values())


def test_an_act_that_succeeds_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a word\n")
    act = submissions.acts()["read_secret"]
    text = submissions.submission_of(act, {"secret": str(tmp_path / "secret.txt")})

    assert said(text, "read_secret", tmp_path) == Said("OPEN", "b'a word\\n'")


def test_an_act_that_is_refused_says_why(tmp_path: Path) -> None:
    act = submissions.acts()["read_secret"]
    found = said(submissions.submission_of(act, FACTS), "read_secret", tmp_path)

    assert (found.word, found.text.split()[:2]) == ("BLOCKED", ["FileNotFoundError", "ENOENT"])


def test_an_act_that_says_nothing_has_ended_the_process() -> None:
    checks = [{"output": "", "outcome": "failed", "message_id": "worker.signal"}]

    assert said_in({"exercises": [{"checks": checks}]}, "read_secret") == Said("ENDED", "worker.signal")


@pytest.mark.parametrize("family", submissions.families(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_family_can_be_pasted_into_a_submission(family: object) -> None:
    """Nothing of the tests is left in it, and no line of it is longer than a grader reads."""
    acts = [act for act in submissions.acts().values() if act.__module__ == family.__name__]  # type: ignore[attr-defined]
    text = submissions.submission_of_batch(acts, FACTS)

    assert "tests.attacks" not in re.sub(r"^\s*#.*$", "", text, flags=re.M)
    assert len(text) < 256 << 10


def test_a_batch_is_of_one_family_and_some_acts_stand_alone() -> None:
    acts = submissions.acts()
    batches = submissions.batches(10, {"enter_by_x32"})

    assert [name for names in batches.values() for name in names if name != "enter_by_x32"] == [
        name for name in acts if name != "enter_by_x32"
    ]
    assert batches["enter_by_x32"] == ["enter_by_x32"]
    assert all(len({acts[name].__module__ for name in names}) == 1 for names in batches.values())
    assert max(map(len, batches.values())) == 10


@pytest.mark.parametrize(
    ("deadly", "ids"),
    [
        ("", ["000_a", "001_b", "002_honest", "003_c", "004_d", "005_honest"]),
        ("a", ["000_a", "001_honest", "002_b", "003_c", "004_honest", "005_d"]),
    ],
)
def test_honest_work_stands_after_every_few_and_after_what_kills(deadly: str, ids: list[str]) -> None:
    assert interleaved("abcd", deadly, every=2) == ids
