"""Courses of one exercise, made of text in a folder of the test, and workers that answer as the test says."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from tests.protocol.fake_worker import AnsweringWorker
from torchgrade.checking.calls import Calls
from torchgrade.checking.collection import collect
from torchgrade.checking.course import Course, CourseExercise
from torchgrade.checking.diagnosis import Misconception
from torchgrade.checking.fixtures import Fixtures
from torchgrade.checking.loading import load_data
from torchgrade.courses.outline import ExerciseOutline
from torchgrade.courses.policies import Policy
from torchgrade.courses.sentences import read_sentences
from torchgrade.courses.surroundings import Surroundings
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.exercises import Limits
from torchgrade.model.results import Environment
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import builtin
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import (
    Load,
    Loaded,
    Node,
    Record,
    Reply,
    Returned,
    TensorNode,
    Vjp,
    WorkerRequest,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer
from torchgrade.protocol.worker import Worker

_NUMBERS = itertools.count()
HEAD = """
from __future__ import annotations

import pytest
import torch

from torchgrade.checking.assertions import assert_close
from torchgrade.checking.failures import fail
"""
VALUE = '@pytest.mark.check(points=2, kind="value")'
CONFIG = RunConfig(
    exercises=("f",), data="none", data_root="", seed=3, hidden_seed=4,
    limits=Limits(cpu_seconds=5.0, wall_seconds=20.0),
)  # fmt: skip


class LittleCourse(Course):
    """A course whose stub is text and not a file of a package."""

    def stub(self, exercise: CourseExercise) -> str:
        return f"def {exercise.name}(X):\n    raise NotImplementedError\n"


def little_course(
    place: Path,
    checks: str,
    hidden: str | None = None,
    *,
    fill: Sequence[str] = (),
    misconceptions: Sequence[Misconception] = (),
    config: RunConfig = CONFIG,
    sentences: str | None = None,
) -> LittleCourse:
    """Return a course with one exercise ``f(X)``, not collected yet.

    Each has a folder of its own name: pytest would take a module of the same name for one that it has imported.
    """
    root = place / f"course{next(_NUMBERS)}"

    def written(name: str, text: str) -> Path:
        file = root / name / root.name / "checks.py"
        file.parent.mkdir(parents=True)
        file.write_text(HEAD + textwrap.dedent(text))
        return file

    outline = ExerciseOutline(
        name="f", course="little", topic="t", package="little.t.f", title="f", signature="f(X)", section="1",
        fill=tuple(fill), policy=Policy(own="f"),
    )  # fmt: skip
    root.mkdir(exist_ok=True)
    if sentences is not None:
        (root / "sentences.toml").write_text(sentences)
    exercise = CourseExercise(
        outline=outline,
        checks_path=written("open", checks),
        hidden_path=written("hidden", hidden) if hidden is not None else None,
        reference=None,
        misconceptions=tuple(misconceptions),
        sentences=read_sentences(root, "f"),
        is_whole=hidden is not None,
    )
    environment = Environment(torchgrade="0", python="3", torch="2", course="", data="none")
    return LittleCourse(
        exercises=(exercise,),
        checks={},
        calls=Calls({}, Fixtures()),
        catalogue=load_catalogue([folder("torchgrade") / "catalogues"]),
        surroundings={"little": Surroundings()},
        readers=tuple(builtin.torchgrade_readers()),
        root=root,
        info=CourseInfo(exercises=(), environment=environment),
        config=config,
        load_data=functools.partial(load_data, Plugins(entry_points=False), config),
    )


def collected(place: Path, checks: str, hidden: str | None = None, **further: object) -> LittleCourse:
    """Return a course with its checks collected."""
    course = little_course(place, checks, hidden, **further)  # type: ignore[arg-type]
    found = collect(course.exercises, course.root)
    return dataclasses.replace(course, checks=found.specs, calls=found.calls)


Script = Callable[[WorkerRequest, bytes, Load], "tuple[Reply, list[bytes]] | bytes | None"]


class ScriptedWorkers:
    """Starts workers that load whatever they are sent; a function answers everything else."""

    def __init__(self, script: Script, uncallable: dict[str, str] | None = None) -> None:
        self.script = script
        self.uncallable = uncallable or {}
        self.started: list[AnsweringWorker] = []
        self.sealed: list[bytes] = []

    @property
    def requests(self) -> list[WorkerRequest]:
        """What was asked of all workers, in order."""
        return [request for worker in self.started for request in worker.requests]

    @property
    def loads(self) -> list[Load]:
        return [request for request in self.requests if isinstance(request, Load)]

    def start(self) -> Worker:
        loaded: list[Load] = []

        def answer(request: WorkerRequest, body: bytes) -> tuple[Reply, list[bytes]] | bytes | None:
            if isinstance(request, Load):
                loaded.append(request)
                return Loaded(number=request.number, defined=["f"], given=[], notes=[], uncallable=self.uncallable), []
            return self.script(request, body, loaded[0])

        self.started.append(AnsweringWorker(answer))
        return self.started[-1]

    def seal(self, data: bytes) -> int | None:
        self.sealed.append(data)
        return None


def returned(request: WorkerRequest, value: object) -> tuple[Reply, list[bytes]]:
    """Return the reply of an honest worker whose function returns this value."""
    packer = Packer()
    node = packer.node(value)
    after = list(getattr(request, "arguments", ()))
    unpacked: list[Node] = [packer.node(argument) for argument in _values(request, after)]
    gradients = [None] * len(request.wrt) if isinstance(request, Vjp) else []
    record = Record(functions=["torch.exp"]) if getattr(request, "record", False) else None
    reply = Returned(number=request.number, value=node, after=unpacked, gradients=list(gradients), record=record)
    return reply, packer.buffers


def _values(request: WorkerRequest, nodes: list[Node]) -> list[object]:
    """Return stand-ins for the arguments after the call; their numbers do not matter here."""
    return [torch.zeros(node.shape) if isinstance(node, TensorNode) else None for node in nodes]


def returning(function: Callable[..., object]) -> Script:
    """Return a script whose function is this one, applied to the first argument that was sent."""

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        unpacker = Unpacker(body, views=True)
        arguments = [unpacker.value(node) for node in getattr(request, "arguments", ())]
        return returned(request, function(*arguments))

    return script
