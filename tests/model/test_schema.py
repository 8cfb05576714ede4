"""What ``torchgrade.model.schema`` promises."""

from __future__ import annotations

import json
from types import ModuleType

import jsonschema
import msgspec
import pytest

from torchgrade.model.results import SubmissionResult
from torchgrade.model.schema import IDENTIFIER, published_schema, result_schema, schema_text

EXAMPLE = """
{"schema_version": 1, "submission": "ada", "points": 31.0, "max_points": 40.0, "sandbox": "none", "seconds": 1.2,
 "exercises": [{"exercise": "softmax", "status": "graded", "points": 3.0, "max_points": 6.0,
   "checks": [{"check": "softmax.rows_sum_to_one", "kind": "value", "hidden": false, "outcome": "passed",
               "points": 1.0, "max_points": 1.0, "message_id": "", "values": {}, "message": "",
               "diagnosis": null}]}]}
"""


def errors_in(line: object) -> list[str]:
    validator = jsonschema.Draft202012Validator(result_schema())
    return [error.message for error in validator.iter_errors(line)]


def test_the_schema_is_a_valid_schema_with_an_id_and_a_title() -> None:
    schema = result_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == IDENTIFIER
    assert "results.jsonl" in schema["title"]


def test_the_published_file_is_what_the_records_give() -> None:
    assert published_schema() == schema_text()


def test_every_kind_of_result_is_a_valid_line(sample: ModuleType) -> None:
    results, _ = sample.a_class()
    secret = sample.submission("x", [sample.graded(sample.SOFTMAX, [sample.secret_check()])])
    for result in [*results, secret]:
        assert errors_in(json.loads(msgspec.json.encode(result))) == []


def test_the_fields_of_the_specified_line_are_enough() -> None:
    assert errors_in(json.loads(EXAMPLE)) == []
    assert msgspec.json.decode(EXAMPLE, type=SubmissionResult).submission == "ada"


@pytest.mark.parametrize("path", [(), ("exercises", 0), ("exercises", 0, "checks", 0)])
def test_no_field_of_the_specified_line_may_be_left_out(path: tuple[str | int, ...]) -> None:
    part = json.loads(EXAMPLE)
    for step in path:
        part = part[step]
    for name in part:
        line = json.loads(EXAMPLE)
        without = line
        for step in path:
            without = without[step]
        del without[name]
        assert errors_in(line), name


def test_another_version_is_refused() -> None:
    assert errors_in({**json.loads(EXAMPLE), "schema_version": 2})
