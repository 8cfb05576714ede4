"""Lets the references be judged over many seeds, and names every check that does not pass (ruling 39).

Run it as ``python solutions/tools/false_alarms.py [SEEDS [TRAINING_SEEDS]]``: 20,000 seeds for the exercises that do
not train and 500 for those that do, where nothing else is said. A reference is right, so whatever it loses is a false
alarm.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.courses.outline import outlines
from torchgrade.courses.solutions import reference_of, solutions
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.sandbox.engine import Engine

SEEDS, TRAINING_SEEDS = 20_000, 500
EVERY = 500


def references() -> tuple[SubmittedBytes, ...]:
    """Return a submission: the files that hold the reference solutions."""
    made = []
    for source in solutions(Plugins()).values():
        module = sys.modules[resolve(reference_of(source)).__module__]
        data = Path(str(module.__file__)).read_bytes()
        made.append(SubmittedBytes(name=f"{source.exercise}.py", data=data, mtime_ns=0))
    return tuple(made)


def requests(engine: Engine, seeds: int, training_seeds: int, salt: str) -> Iterator[JudgeRequest]:
    """Yield the references as so many submissions; each has a digest, and with it seeds, of its own."""
    files = references()
    training = {outline.name for outline in outlines(Plugins()) if outline.data}
    cheap = tuple(c.check for e in engine.course.exercises if e.exercise not in training for c in e.checks)
    for number in range(max(seeds, training_seeds)):
        digest = hashlib.sha256(f"{salt} {number}".encode()).hexdigest()
        only = cheap if number >= training_seeds else ()
        yield JudgeRequest(submission=str(number), digest=digest, files=files, only=only)


def lost(engine: Engine, seeds: int, training_seeds: int, salt: str) -> Iterator[str]:
    """Yield a line for each check that a reference did not pass."""
    start = time.monotonic()
    done = engine.run(requests(engine, seeds, training_seeds, salt))
    for count, (request, result) in enumerate(done, start=1):
        for exercise in result.exercises:
            for check in exercise.checks:
                if check.points != check.max_points:
                    yield f"{check.check} {check.outcome.value} with digest {request.digest}: {check.message}"
        if count % EVERY == 0:
            print(f"{count} seeds, {time.monotonic() - start:.0f} s", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Print what was lost; return 1 if anything was."""
    seeds = int(arguments[0]) if arguments else SEEDS
    training_seeds = int(arguments[1]) if len(arguments) > 1 else TRAINING_SEEDS
    names = tuple(outline.name for outline in outlines(Plugins()))
    seed = secrets.randbits(48)
    config = RunConfig(exercises=names, data="synthetic-fashion", data_root="", seed=seed, hidden_seed=seed + 1)
    with Engine(config, jobs=2) as engine:
        alarms = list(lost(engine, seeds, training_seeds, salt="false alarms"))
    print(*alarms, sep="\n")
    print(f"run seed {seed}: {seeds} seeds, {training_seeds} of them with training; {len(alarms)} false alarms")
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
