"""Program that judges the references over many seeds, and names every check that does not pass (ruling 39).

Run ``python solutions/tools/false_alarms.py [SEEDS [TRAINING_SEEDS [EXERCISE...]]]``. The default: every exercise, with
20,000 seeds, or 500 for an exercise that trains or draws figures. A reference is right, so each lost check is a false
alarm. The checks run in this program and its copies, without a worker for each seed; the test suite judges some seeds
in the way of a class run.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.courses.outline import outlines
from torchgrade.courses.solutions import reference_of, solutions
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.runs import SEED_BITS, RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.sandbox.engine import Engine

SEEDS, TRAINING_SEEDS = 20_000, 500
TRAINING = ("train_ch3", "train_linreg", "train_concise", "train_epoch_ch3", "show_images", "predict_ch3")
"""Exercises that train, or draw figures and take as long, so that fewer seeds must do."""
PART = 2_500
"""Number of seeds that one process judges, so that its start is a small part of its time."""


def references(*names: str) -> tuple[SubmittedBytes, ...]:
    """Return a submission: the files that contain the reference solutions of these exercises, or of all."""
    made = []
    for source in solutions(Plugins()).values():
        if names and source.exercise not in names:
            continue
        module = sys.modules[resolve(reference_of(source)).__module__]
        data = Path(str(module.__file__)).read_bytes()
        made.append(SubmittedBytes(name=f"{source.exercise}.py", data=data, mtime_ns=0))
    return tuple(made)


def digest_of(salt: str, number: int) -> str:
    """Return the digest of one of many submissions, from which its seeds follow."""
    return hashlib.sha256(f"{salt} {number}".encode()).hexdigest()


def requests(engine: Engine, seeds: int, training_seeds: int, salt: str) -> Iterator[JudgeRequest]:
    """Yield the references as so many submissions; each submission has its own digest and therefore its own seeds."""
    files = references()
    cheap = tuple(c.check for e in engine.course.exercises if e.exercise not in TRAINING for c in e.checks)
    for number in range(max(seeds, training_seeds)):
        only = cheap if number >= training_seeds else ()
        yield JudgeRequest(submission=str(number), digest=digest_of(salt, number), files=files, only=only)


def lost(engine: Engine, seeds: int, training_seeds: int, salt: str) -> Iterator[str]:
    """Yield a line for each check that a reference did not pass in a class run."""
    for request, result in engine.run(requests(engine, seeds, training_seeds, salt)):
        for exercise in result.exercises:
            for check in exercise.checks:
                if check.points != check.max_points:
                    yield f"{check.check} {check.outcome.value} with digest {request.digest}: {check.message}"


def configuration(exercises: tuple[str, ...], seed: int) -> RunConfig:
    """Return the configuration of a run with hidden checks."""
    return RunConfig(exercises=exercises, data="synthetic-fashion", data_root="", seed=seed, hidden_seed=seed + 1)


def lost_here(part: tuple[int, str, int, int]) -> list[str]:
    """Return a line for each check that a reference did not pass, judged in this process.

    :param part: run seed, exercise, and the first and the last number of the submissions, the last one excluded.
    """
    import torch

    from torchgrade.checking.loading import load_course
    from torchgrade.checking.preparing import prepare_course
    from torchgrade.testing.direct import DirectJudge

    seed, exercise, first, last = part
    torch.set_num_threads(1)  # as in a worker, because another order of sums would change the last digits
    course = load_course(configuration((exercise,), seed))
    prepare_course(course)
    judge = DirectJudge(course, exercise, references(exercise))
    return [
        f"{check.check} {check.outcome.value} with digest {digest}: {check.message}"
        for digest in (digest_of("false alarms", number) for number in range(first, last))
        for check in judge.judge(digest)
        if check.points != check.max_points
    ]


def parts_of(exercise: str, seed: int, seeds: int) -> list[tuple[int, str, int, int]]:
    """Return the parts that together judge so many submissions of an exercise."""
    return [(seed, exercise, first, min(first + PART, seeds)) for first in range(0, seeds, PART)]


def main(arguments: Sequence[str]) -> int:
    """Print the lost checks of each exercise; return 1 if there is one."""
    seeds = int(arguments[0]) if arguments else SEEDS
    training_seeds = int(arguments[1]) if len(arguments) > 1 else TRAINING_SEEDS
    names = list(arguments[2:]) or [outline.name for outline in outlines(Plugins())]
    seed, start, alarms = secrets.randbits(SEED_BITS), time.monotonic(), 0
    parts = [part for name in names for part in parts_of(name, seed, training_seeds if name in TRAINING else seeds)]
    # Every part needs a fresh process, because a submission replaces functions of libraries there.
    with multiprocessing.get_context("spawn").Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        for (_, name, first, last), found in zip(parts, pool.imap(lost_here, parts), strict=True):
            alarms += len(found)
            print(*found, f"{name}: seeds {first} to {last}, {len(found)} false alarms", sep="\n", flush=True)
    print(f"run seed {seed}: {alarms} false alarms in {time.monotonic() - start:.0f} s")
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
