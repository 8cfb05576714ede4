"""Gradescope's reader of results.json: gradescope/autograder_samples docs/specs.md (importers.md, section 6)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
    "extra_data",
}  # fmt: skip
MEGABYTE = 10**6
TEST_BYTES = 4096


class RefusedError(Exception):
    """The autograder "failed to execute correctly" for Gradescope."""


@dataclass
class Shown:
    """What Gradescope keeps and shows."""

    score: float
    """Score of the submission, for all members of its group."""
    total_is_visible: bool
    """Whether a student sees the total before the grades are published."""
    now: list[dict[str, Any]]
    """Tests that a student sees at once."""
    later: list[dict[str, Any]]
    """Tests that a student sees after the grades are published."""
    never: list[dict[str, Any]]
    """Tests that only instructors see."""


def read(data: bytes) -> Shown:
    """Read a result; refuse whatever is not described."""
    if len(data) >= MEGABYTE:
        raise RefusedError("larger than 1 MB")
    given = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    if not isinstance(given, dict) or set(given) - TOP:
        raise RefusedError(f"unknown fields {set(given) - TOP}")
    tests = given.get("tests", [])
    for test in tests:
        _check(test)
    scores = [test["score"] for test in tests if "score" in test]
    if "score" not in given and not scores:
        raise RefusedError("neither the result nor a test has a score")
    top = given.get("visibility", "visible")
    if top not in VISIBILITIES or given.get("stdout_visibility", "hidden") not in VISIBILITIES:
        raise RefusedError("visibility")
    if given.get("output_format", "text") not in FORMATS:
        raise RefusedError("output_format")
    seen = [(test.get("visibility", top), test) for test in tests]
    return Shown(
        score=given["score"] if "score" in given else sum(scores),
        total_is_visible=top == "visible" and all(visibility == "visible" for visibility, _ in seen),
        now=[test for visibility, test in seen if visibility == "visible"],
        later=[test for visibility, test in seen if visibility in {"after_due_date", "after_published"}],
        never=[test for visibility, test in seen if visibility == "hidden"],
    )


def _refuse(constant: str) -> None:
    raise RefusedError(f"{constant} is not JSON")


def _check(test: dict[str, Any]) -> None:
    if set(test) - TEST:
        raise RefusedError(f"unknown fields {set(test) - TEST}")
    if test.get("status", "passed") not in {"passed", "failed"}:
        raise RefusedError("status")
    for name in ("score", "max_score"):
        if name in test and (isinstance(test[name], bool) or not isinstance(test[name], int | float)):
            raise RefusedError(name)
    if not isinstance(test.get("number", ""), str) or not isinstance(test.get("name", ""), str):
        raise RefusedError("number and name are texts")
    if test.get("output_format", "text") not in FORMATS or test.get("name_format", "text") not in FORMATS:
        raise RefusedError("format")
    if test.get("visibility", "visible") not in VISIBILITIES:
        raise RefusedError("visibility")
    if len(json.dumps(test, ensure_ascii=False).encode()) > TEST_BYTES:
        raise RefusedError("a test of more than 4 kB")
