"""A corpus is read, and its verdicts are compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.audit.making import PASSES, check, verdict
from torchgrade.audit.corpus import read_corpus, violations
from torchgrade.audit.verdicts import Verdict
from torchgrade.errors import CourseError
from torchgrade.model.outcomes import Kind, Status

STOPPED = verdict(
    check("values", "failed", kind=Kind.VALUE, named="double.mistake.halved", helpers=("half",)),
    check("untouched", "skipped", reason="skipped.requires"),
    check("hidden", "failed", hidden=True),
)


def broken(expected: dict[str, Any], found: Verdict = STOPPED, name: str = "right_a.py") -> list[str]:
    return [one.message_id.removeprefix("audit.corpus.") for one in violations(name, expected, found)]


@pytest.mark.parametrize(
    ("expected", "want"),
    [
        ({"points": 0}, []),
        ({"points": "full"}, ["points"]),
        ({"points": 0.5}, ["points"]),
        ({"status": "not_started"}, ["status"]),
        ({"check": ["values", "untouched"]}, []),
        ({"check": ["values"], "kind": "value"}, []),
        ({"check": ["values"], "kind": "shape"}, ["kind"]),
        ({"check": ["untouched"], "kind": "value"}, []),
        ({"check": ["unknown"]}, ["check"]),
        ({"check": ["values", "untouched"], "only": True}, []),
        ({"check": ["values"], "only": True}, ["only"]),
        ({"helper": "half"}, []),
        ({"helper": "other"}, ["helper"]),
    ],
)
def test_a_verdict_that_is_not_the_expected_one_is_reported_by_what_differs(
    expected: dict[str, Any], want: list[str]
) -> None:
    assert broken(expected) == want


def test_a_check_that_passes_although_it_must_not_is_reported() -> None:
    assert broken({"check": ["values"], "kind": "value"}, PASSES) == ["check", "check"]


def test_only_a_wrong_file_must_have_exactly_the_names() -> None:
    assert broken({}, name="wrong_a.py") == ["named"]
    assert broken({"named": ["double.mistake.halved"]}, name="wrong_a.py") == []
    assert broken({}, name="right_a.py") == []


def test_a_status_that_is_expected_is_no_violation() -> None:
    assert broken({"status": "not_started", "points": 0}, verdict(status=Status.NOT_STARTED, points=0)) == []


def test_files_and_entries_without_each_other_are_found(tmp_path: Path) -> None:
    (tmp_path / "expected.toml").write_text('# Why.\n\n["wrong_a.py"]\npoints = 0\n\n["gone.py"]\n', "utf-8")
    for name in ("wrong_a.py", "wrong_b.ipynb", "notes.txt"):
        (tmp_path / name).write_text("", "utf-8")

    corpus = read_corpus(tmp_path)

    assert corpus.without_verdict == ["wrong_b.ipynb"]
    assert corpus.without_file == ["gone.py"]
    assert corpus.lines == {"wrong_a.py": 3, "gone.py": 6}
    assert [(one.name, one.expected) for one in corpus.cases("double")] == [("wrong_a.py", {"points": 0})]


@pytest.mark.parametrize("text", ["a b", "points = 0"])
def test_a_file_of_verdicts_in_another_form_is_an_error_of_its_author(tmp_path: Path, text: str) -> None:
    (tmp_path / "expected.toml").write_text(text, "utf-8")

    with pytest.raises(CourseError, match=r"expected\.toml"):
        read_corpus(tmp_path)
