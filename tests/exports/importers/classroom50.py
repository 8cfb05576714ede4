"""Collector of Classroom 50: collect_scores.py and schemas/result-v1.schema.json (importers.md, section 7)."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
MOMENT = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"}
TEST = {
    "type": "object",
    "required": ["test-name", "passed", "score", "max-score"],
    "properties": {"test-name": TEXT, "passed": {"type": "boolean"}, "score": COUNT, "max-score": COUNT},
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release", "review",
        "datetime", "score", "max-score", "tests",
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), TEXT),
        "assignment_type": {"enum": ["individual", "group", "team"]},
        "submission": {"type": "string", "pattern": "^submit/."},
        **dict.fromkeys(("datetime", "graded_at"), MOMENT),
        "submitted_by": {"type": "object"},
        "score": COUNT,
        "max-score": COUNT,
        "tests": {"type": "array", "items": TEST},
    },
}  # fmt: skip
LARGEST = 10 << 20


class SkippedError(Exception):
    """The collector warns and skips the student."""


def collect(data: bytes, classroom: str, assignment: str, owner: str) -> dict[str, Any]:
    """Return the result of a repository as the collector keeps it.

    :param classroom: first part of the name of the repository; then ``assignment`` and ``owner``.
    """
    if len(data) > LARGEST:
        raise SkippedError("larger than 10 MiB")
    result = json.loads(data)
    # A NaN passes the collector's reader, and then its writer fails for the whole class.
    json.dumps(result, allow_nan=False)
    problems = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(result))
    if problems:
        raise SkippedError(problems[0].message)
    for name, wanted in (("classroom", classroom), ("assignment", assignment), ("owner", owner)):
        if result[name].lower() != wanted.lower():
            raise SkippedError(f"{name} is not that of the repository")
    for one in (result, *result["tests"]):
        if isinstance(one["score"], bool) or isinstance(one["max-score"], bool) or one["score"] > one["max-score"]:
            raise SkippedError("score")
    return result
