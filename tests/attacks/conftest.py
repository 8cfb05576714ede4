"""Classes of attacks, graded once for each form in which this machine can grade."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.attacks import running, submissions, world
from tests.attacks.expected import ENDS
from tests.attacks.running import Form, Said
from tests.conftest import ROOT

BATCH = 10
EXERCISES = "synthetic_data,data_iter,sgd,softmax,cross_entropy,accuracy,train_ch3"
FORGERIES = Path(__file__).parent / "forgeries"
HONEST = ROOT / "tests" / "corpus" / "softmax" / "right_row_maximum.py"


@dataclass(frozen=True, slots=True)
class ActsRun:
    """What a class of acts came to."""

    said: dict[str, Said]
    """What became of each act."""
    results: dict[str, dict[str, Any]] = field(repr=False)
    """The result of the submission that tried an act, by the act's name."""
    honest: dict[str, float | None]
    """Points of honest submissions by id."""
    marks: frozenset[str]
    """Names in the folder of marks that have come or gone."""
    seconds: float


def batches_of(form: Form) -> dict[str, list[str]]:
    """Return which acts one submission tries: one where they succeed, ten where they should not."""
    return submissions.batches(1 if form.level == "none" else BATCH, ENDS)


def ids_of(form: Form) -> list[str]:
    """Return the ids of a class of all acts in the order of grading."""
    return running.interleaved(batches_of(form), ENDS, every=BATCH if form.level == "none" else 1)


def run_acts(place: Path, form: Form) -> ActsRun:
    """Grade a class of all acts in an empty folder."""
    acts, batches, ids = submissions.acts(), batches_of(form), ids_of(form)
    with world.world(place, form) as facts:
        known = {**facts, "sibling": str(place / "in" / f"{ids[0]}.py")}
        texts = {
            batch: submissions.submission_of_batch([acts[name] for name in names], known)
            for batch, names in batches.items()
        }
        running.write_class(place / "in", {**texts, "honest": HONEST.read_text("utf-8")}, ids)
        before = {path.name for path in (place / "marker").iterdir()}
        # Ten acts share a check, and on a busy machine they must all come to their turn.
        results, seconds = running.grade(place, form, "softmax", {world.TOKEN_NAME: world.TOKEN}, wall=20)
        after = {path.name for path in (place / "marker").iterdir()}
    by_batch = {running.name_in(one): results[one] for one in ids}
    of_act = {name: by_batch[batch] for batch, names in batches.items() for name in names}
    return ActsRun(
        said={name: running.said_in(result, name) for name, result in of_act.items()},
        results=of_act,
        honest={one: results[one]["points"] for one in ids if running.name_in(one) == "honest"},
        marks=frozenset(before ^ after),
        seconds=seconds,
    )


@dataclass(frozen=True, slots=True)
class ForgeriesRun:
    """What a class of forgeries came to."""

    results: dict[str, dict[str, Any]] = field(repr=False)
    """The result of each forgery, by the name of its file."""
    honest: dict[str, float]
    """Points for softmax of honest submissions by id."""
    folder: Path
    """The run folder, with its pages."""
    seconds: float


def forgeries() -> dict[str, dict[str, Any]]:
    """Return what each forgery may come to, by the name of its file, in the order of grading."""
    return tomllib.loads((FORGERIES / "expected.toml").read_text("utf-8"))


def id_of(forgery: str) -> str:
    """Return what stands in a submission's id for a forgery, by the name of its file."""
    return forgery.partition(".")[0]


def forgery_ids() -> list[str]:
    """Return the ids of a class of all forgeries in the order of grading."""
    deadly = {
        id_of(name)
        for name, expected in forgeries().items()
        if any(message.startswith(("worker.", "limit.")) for message in expected.get("messages", ()))
    }
    return running.interleaved(map(id_of, forgeries()), deadly, every=BATCH)


def run_forgeries(place: Path, form: Form) -> ForgeriesRun:
    """Grade a class of all forgeries in an empty folder."""
    ids = forgery_ids()
    texts = {id_of(name): (FORGERIES / name).read_text("utf-8") for name in forgeries()}
    running.write_class(place / "in", {**texts, "honest": HONEST.read_text("utf-8")}, ids)
    results, seconds = running.grade(place, form, EXERCISES)
    by_id = {running.name_in(one): results[one] for one in ids}
    return ForgeriesRun(
        results={name: by_id[id_of(name)] for name in forgeries()},
        honest={
            one: next(e["points"] for e in results[one]["exercises"] if e["exercise"] == "softmax")
            for one in ids
            if running.name_in(one) == "honest"
        },
        folder=place / "run",
        seconds=seconds,
    )


@pytest.fixture(scope="session")
def forgeries_run(tmp_path_factory: pytest.TempPathFactory) -> ForgeriesRun:
    """Return what all forgeries come to in level B as an ordinary user."""
    place = tmp_path_factory.mktemp("forgeries")
    place.chmod(0o755)
    return run_forgeries(place, Form("B", root=False))


@pytest.fixture(scope="session")
def acts_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Form], ActsRun]]:
    """Return a function that grades all acts in a form, once a session."""

    @cache
    def run(form: Form) -> ActsRun:
        place = tmp_path_factory.mktemp(f"acts-{form}")
        place.chmod(0o755)
        return run_acts(place, form)

    yield run
    run.cache_clear()
