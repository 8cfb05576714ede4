"""What ``torchgrade.exports.jsonl`` promises."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import jsonschema
import msgspec
from msgspec.structs import replace

from torchgrade.exports.jsonl import export
from torchgrade.model.results import SubmissionResult
from torchgrade.model.schema import published_schema


def test_each_submission_is_one_line_sorted_by_id_that_reads_back(tmp_path: Path, sample: ModuleType) -> None:
    results, rows = sample.a_class()
    path = export(results, rows, tmp_path)
    assert path == tmp_path / "results.jsonl"
    data = path.read_bytes()
    assert data.endswith(b"\n")
    read = [msgspec.json.decode(line, type=SubmissionResult) for line in data.splitlines()]
    assert read == sorted(results, key=lambda result: result.submission)


def test_each_line_keeps_the_published_schema(tmp_path: Path, sample: ModuleType) -> None:
    results, rows = sample.a_class()
    validator = jsonschema.Draft202012Validator(json.loads(published_schema()))
    for line in export(results, rows, tmp_path).read_text("utf-8").splitlines():
        validator.validate(json.loads(line))


def test_only_the_seconds_differ_between_two_runs(tmp_path: Path, sample: ModuleType) -> None:
    results, rows = sample.a_class()
    before = export(results, rows, tmp_path).read_text("utf-8")
    slower = [replace(result, seconds=9.5) for result in reversed(results)]
    after = export(slower, rows, tmp_path).read_text("utf-8")
    assert before != after
    assert before.replace('"seconds":1.25', '"seconds":9.5') == after


def test_a_run_without_results_gives_an_empty_file(tmp_path: Path, sample: ModuleType) -> None:
    _, rows = sample.a_class()
    assert export([], rows, tmp_path).read_bytes() == b""


def test_an_id_of_any_signs_is_kept_and_moves_nothing_where_it_is_printed(tmp_path: Path, sample: ModuleType) -> None:
    """All controls, the bidirectional ones and the separators of lines are written as JSON's own escapes."""
    results, rows = sample.a_class()
    acting = "\x1b[2J\x7f\x9b\u061c\u200e\u2028\u202e\u2066\n\t"
    path = export([replace(results[0], submission=f"李 {acting}")], rows, tmp_path)
    text = path.read_bytes().decode()

    assert json.loads(text)["submission"] == f"李 {acting}"
    assert "李" in text
    assert not set(acting) - set("[2J\n") & set(text)
    assert text.count("\n") == 1
