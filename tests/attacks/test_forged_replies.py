"""A worker may answer anything in the protocol's form: every check of every exercise fails or passes, and never breaks.

The worker is one in this process that has the reference solution, so that what it says is right up to the reply that
is forged, and each check is tried whatever became of those that it rests on.
"""

from __future__ import annotations

import dataclasses
import os
import random
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import msgspec
import pytest
import torch
import torchvision
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.attacks.forging import forged, split
from tests.attacks.signs import acting_in
from tests.checking.little_course import Script, ScriptedWorkers
from tests.conftest import SHORT, request_of
from torchgrade.checking.course import Course
from torchgrade.checking.grade import grade
from torchgrade.checking.loading import load_course
from torchgrade.checking.preparing import prepare_course
from torchgrade.checking.reading import ReadSubmission, read_submission
from torchgrade.courses.outline import outlines
from torchgrade.exports import gradebook, jsonl
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.protocol.messages import Attach, Each, Load, Reply, Returned, Scalar, TensorNode, WorkerRequest
from torchgrade.protocol.values import Packer, byte_size
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write import render_class
from torchgrade.reports.write_students import render_student
from torchgrade.sandbox.wire import Verdict, encode
from torchgrade.sandbox.worker.stand_ins import StandIns
from torchgrade.sandbox.worker.verbs import Verbs

pytestmark = pytest.mark.slow

EXERCISES = [outline.name for outline in outlines(Plugins())]
TRIED = [pytest.param(name, marks=() if name == "softmax" else pytest.mark.long) for name in EXERCISES]
"""`make test` tries the checks of one exercise."""
LARGEST_RESULT = 400_000
"""Bytes: a check's texts, tables and curve, each at its own limit."""


@dataclass
class Judge:
    """The whole course, with the checks of each exercise resting on nothing."""

    course: Course
    read: ReadSubmission
    text: str
    place: Path
    sentences: Sentences
    environment: jinja2.Environment

    def result(self, check: str, script: Script) -> CheckResult:
        request = request_of({"ada.py": self.text.encode()}, only=(check,))
        graded = grade(request, self.read, self.course, self.course.config, ScriptedWorkers(script, splits=False))
        (result,) = graded.result.exercises[0].checks
        encode(Verdict(result=graded.result))
        stored = msgspec.json.encode(graded.result)
        assert len(stored) < LARGEST_RESULT
        # Pages are made from what was stored, in which NaN is null.
        self.show(msgspec.json.decode(stored, type=SubmissionResult))
        return result

    def show(self, result: SubmissionResult) -> None:
        """Write all that is written of a result, and hold it to act on nothing."""
        # The templates are compiled once, and the class page has the exercise of the check alone, because this is done for
        # thousands of replies.
        tried = {found.exercise for found in result.exercises}
        rows = RunRows(exercises=tuple(one for one in self.course.info.exercises if one.exercise in tried))
        sentences, environment = self.sentences, self.environment
        texts = [
            render_student(result, rows, sentences, environment),
            render_class([result], rows, {"ada": "ada"}, sentences, environment),
            *(export([result], rows, self.place).read_text("utf-8") for export in (gradebook.export, jsonl.export)),
        ]

        assert [acting_in(text) for text in texts] == [[]] * len(texts)
        assert not any("<script>{type}" in text for text in texts[:2])


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    kept = {
        name: os.environ.get(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    }
    course = load_course(
        RunConfig(
            exercises=tuple(EXERCISES), data="synthetic-fashion", data_root="", seed=11, hidden_seed=12, limits=SHORT
        )
    )
    prepare_course(course)
    alone = {name: tuple(structs.replace(spec, requires=()) for spec in specs) for name, specs in course.checks.items()}
    course = dataclasses.replace(course, checks=alone)
    text = "".join(f"def {e.outline.signature}:\n    return 1\n" for e in course.exercises)
    read = read_submission(request_of({"ada.py": text.encode()}), course)
    # A reference reads the small data set, which a worker finds in place of the real one.
    finders, known, real = list(sys.meta_path), set(sys.modules), torchvision.datasets.FashionMNIST
    around = course.around(course.exercises[0])
    sys.meta_path.insert(0, StandIns(around.stand_ins, EXERCISES))
    sentences = Sentences(course.catalogue)
    yield Judge(course, read, text, tmp_path_factory.mktemp("written"), sentences, make_environment(sentences))
    sys.meta_path[:] = finders
    torchvision.datasets.FashionMNIST = torchvision.datasets.mnist.FashionMNIST = real
    for name in set(sys.modules) - known:
        if name in {module for stand_in in around.stand_ins for module in stand_in.modules}:
            del sys.modules[name]
    for name, value in kept.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def answering(judge: Judge, check: str, change: Callable[[int, Reply, bytes], tuple[Reply, bytes]]) -> Script:
    """Return the script of a worker that has the reference; replies pass through a function with their number."""
    verbs = Verbs()
    exercise = check.partition(".")[0]
    verbs.module = types.ModuleType("submission")
    verbs.module.__dict__[exercise] = resolve(judge.course.exercise(exercise).reference or "")
    asked = iter(range(10_000))

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        torch.manual_seed(at := next(asked))
        reply, buffers = verbs.answer(request, body, None)
        if isinstance(request, Attach):
            return reply, buffers
        reply, data = change(at, reply, b"".join(buffers))
        return reply, [data]

    return script


def checks_of(judge: Judge) -> list[str]:
    return [spec.check for specs in judge.course.checks.values() for spec in specs]


@pytest.mark.parametrize("exercise", TRIED)
def test_every_check_passes_where_nothing_is_forged(exercise: str, judge: Judge) -> None:
    """Else the next test would forge what nobody looks at."""
    own = [check for check in checks_of(judge) if check.partition(".")[0] == exercise]

    assert own
    for check in own:
        result = judge.result(check, answering(judge, check, lambda at, reply, body: (reply, body)))

        assert result.outcome is Outcome.PASSED, result.message


ROWS = 4321
APART: dict[str, Callable[[torch.Tensor], object]] = {
    "a tensor": lambda rows: rows,
    "a list of tensors": lambda rows: [rows] * 2,
    "a mapping of tensors": lambda rows: dict.fromkeys(
        ("parameters", "snapshots", "updates", "test_modes", "w", "b"), rows
    ),
}


@pytest.mark.parametrize("case", APART)
@pytest.mark.parametrize("exercise", TRIED)
def test_no_check_and_no_diagnosis_takes_a_tensor_apart_row_by_row(
    exercise: str, case: str, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`X, y = value` makes a tensor of each row, and a reply may have sixteen million."""
    packer = Packer()
    node, taken = packer.node(APART[case](torch.zeros(ROWS, 3))), []
    data = b"".join(packer.buffers)
    iterate = torch.Tensor.__iter__
    monkeypatch.setattr(
        torch.Tensor, "__iter__", lambda self: taken.append(self.shape) if len(self) == ROWS else iterate(self)
    )

    def change(at: int, reply: Reply, body: bytes) -> tuple[Reply, bytes]:
        if isinstance(reply, Each):
            parts = [change(at, *part) for part in split(reply, body)]
            answers = [answer for answer, _ in parts if isinstance(answer, Returned)]
            return structs.replace(reply, answers=answers), b"".join(data for _, data in parts)
        if not isinstance(reply, Returned):
            return reply, body
        after = [structs.replace(n, grad=None) if isinstance(n, TensorNode) else Scalar(None) for n in reply.after]
        size = sum(byte_size(n) for n in after if isinstance(n, TensorNode))
        return structs.replace(reply, value=node, after=after, gradients=[None for _ in reply.gradients]), data + bytes(
            size
        )

    for spec in judge.course.checks[exercise]:
        result = judge.result(spec.check, answering(judge, spec.check, change))

        assert result.outcome in (Outcome.PASSED, Outcome.FAILED), result.message
    assert taken == []


@pytest.mark.parametrize("exercise", TRIED)
@given(draw=st.data(), r=st.randoms(use_true_random=True))
@settings(
    deadline=None, max_examples=40, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_no_forged_reply_breaks_a_check(exercise: str, judge: Judge, draw: st.DataObject, r: random.Random) -> None:
    specs = judge.course.checks[exercise]
    check = draw.draw(st.sampled_from([spec.check for spec in specs]))
    first, always = draw.draw(st.integers(0, 9)), draw.draw(st.booleans())

    def change(at: int, reply: Reply, body: bytes) -> tuple[Reply, bytes]:
        return forged(r, reply, body) if at == first or (always and at > first) else (reply, body)

    result = judge.result(check, answering(judge, check, change))

    assert result.outcome in (Outcome.PASSED, Outcome.FAILED), result.message
