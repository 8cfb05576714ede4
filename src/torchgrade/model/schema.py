"""JSON Schema of one line of ``results.jsonl``, made from the records and published beside them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import msgspec

from torchgrade.model.results import SCHEMA_VERSION, SubmissionResult

FILE = "submission-result.schema.json"
IDENTIFIER = f"urn:torchgrade:submission-result:{SCHEMA_VERSION}"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Name these fields, because every line has every field, but msgspec treats fields with a default as optional.
_ALWAYS = {
    "SubmissionResult": (
        "schema_version",
        "submission",
        "points",
        "max_points",
        "sandbox",
        "seconds",
        "exercises",
    ),
    "ExerciseResult": ("exercise", "status", "points", "max_points", "checks"),
    "CheckResult": (
        "check",
        "kind",
        "hidden",
        "outcome",
        "points",
        "max_points",
        "message_id",
        "values",
        "message",
        "diagnosis",
    ),
}


def result_schema() -> dict[str, Any]:
    """Return the schema of a line of ``results.jsonl``."""
    (reference,), parts = msgspec.json.schema_components([SubmissionResult], ref_template="#/$defs/{name}")
    for name, fields in _ALWAYS.items():
        parts[name]["required"] = list(fields)
    parts["SubmissionResult"]["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": DIALECT,
        "$id": IDENTIFIER,
        "title": "torchgrade: one line of results.jsonl, what became of one submission",
        **reference,
        "$defs": parts,
    }


def schema_text() -> str:
    """Return the text of the published file."""
    return json.dumps(result_schema(), indent=2, ensure_ascii=False) + "\n"


def published_schema() -> str:
    """Read the published file."""
    return files("torchgrade.model").joinpath(FILE).read_text("utf-8")
