"""A result survives its JSON and its msgpack, whatever numbers it holds, and cannot be changed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.results import (
    SCHEMA_VERSION,
    Argument,
    CheckResult,
    Comparison,
    Curve,
    Diagnosis,
    Environment,
    Evidence,
    ExerciseResult,
    Frame,
    Images,
    Note,
    Picture,
    Point,
    SubmissionResult,
    SubmittedFile,
    TensorView,
    total,
)

COMPARISON = Comparison(
    elements=4, mismatched=1, worst_index=[0, 1], worst_expected="-inf", worst_got="nan", greatest_difference="nan",
    rtol=1e-5, atol=1e-5,
)  # fmt: skip
CHECK = CheckResult(
    check="f.rows", kind=Kind.VALUE, hidden=False, outcome=Outcome.FAILED, points=0.0, max_points=2.0,
    sentence="Rows.", message_id="value.nan", values={"index": [0, 1], "what": "result", "n": None},
    message="NaN.", diagnosis=Diagnosis(misconception="f.m", message="M.", values={"dim": 0}),
    evidence=Evidence(
        call="f(X)", arguments=[Argument(name="X", value=TensorView(type="Tensor", dtype="float32", shape=[1]))],
        expected=TensorView(type="Tensor", cells=[["1"]], truncated=True), comparison=COMPARISON,
    ),
    frames=[Frame(place="ada.py, line 3", function="f", line="x")], notes=[Note(message_id="n")], output="o",
    check_seed=2**48 - 1,
)  # fmt: skip
RESULT = SubmissionResult(
    submission="李雷", points=None, max_points=2.0, sandbox=SandboxLevel.NONE, seconds=1.25,
    exercises=[ExerciseResult(
        exercise="f", status=Status.ERROR, points=0.0, max_points=2.0, file="ada.py", checks=[CHECK],
        attachments=[Curve(name="curve.a", points=[Point(x=0.0, y=1.5)]),
                     Images(name="images.a", items=[Picture(index=1, true=2, predicted=3, pixels=bytes(784))])],
    )],
    files=[SubmittedFile(name="ada.py", sha256="0" * 64, size=3)], problems=[Note(message_id="p")], seed=5,
    environment=Environment(torchgrade="0.1", python="3", torch="2", course="c", data="d"),
)  # fmt: skip


@pytest.mark.parametrize("codec", [msgspec.json, msgspec.msgpack], ids=["json", "msgpack"])
def test_a_result_survives_what_it_is_written_as(codec: Any) -> None:
    assert codec.decode(codec.encode(RESULT), type=SubmissionResult) == RESULT


NUMBER = st.floats(allow_nan=False, allow_infinity=False)
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | NUMBER
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(values=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), VALUE, max_size=4))
@settings(deadline=None)
def test_the_fields_of_a_sentence_survive_their_json(values: dict[str, Any]) -> None:
    note = Note(message_id="m", values=values)

    assert msgspec.json.decode(msgspec.json.encode(note), type=Note) == note


def test_the_version_of_the_record_is_written() -> None:
    assert msgspec.json.decode(msgspec.json.encode(RESULT))["schema_version"] == SCHEMA_VERSION


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        RESULT.points = 40.0  # type: ignore[misc]


def test_an_ungraded_submission_counts_as_nothing_for_sorting_only() -> None:
    assert total(RESULT) == 0.0
    assert total(msgspec.structs.replace(RESULT, points=1.5)) == 1.5


def test_a_check_of_an_earlier_version_has_no_title() -> None:
    fields = msgspec.to_builtins(CHECK)
    del fields["title"]

    assert msgspec.json.decode(msgspec.json.encode(fields), type=CheckResult).title == ""
