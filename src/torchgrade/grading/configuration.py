"""The one configuration of a run: drawn at its first start, kept, and compared at every later start (ruling 9)."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct

from torchgrade.errors import UsageError
from torchgrade.grading.shards import require_seed
from torchgrade.grading.stale import differing
from torchgrade.grading.store import Kept
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import Phrase, Value, Words, listed, phrase
from torchgrade.model.results import Environment
from torchgrade.model.runs import SEED_BITS, RunConfig, Shard
from torchgrade.model.showable import show_name
from torchgrade.model.told import told


class Options(Struct, frozen=True, kw_only=True):
    """Options of the person at the keyboard."""

    exercises: tuple[str, ...]
    """Ids of exercises, in the order of the course."""
    data: str
    """Name of the data set."""
    data_root: str
    """Folder of the data set; empty for a data set that is shipped."""
    seed: int | None
    """None if no seed was named: drawn at the first start, and kept when the run continues."""
    sandbox: SandboxLevel = SandboxLevel.NONE
    """Level at which workers are confined."""
    hidden_checks: bool = True
    """False with ``--without-hidden``."""
    limits: Limits = Limits()
    """Bounds of a check."""
    shard: Shard | None = None
    """Part of the class that this run grades; None for the whole class."""


_NAMES = {
    "exercises": "--exercises",
    "data": "--data",
    "seed": "--seed",
    "sandbox": "--sandbox",
    "cpu_seconds": "--cpu-seconds",
    "wall_seconds": "--wall-seconds",
    "shard": "--shard",
    "submission_seconds": "--submission-seconds",
}
"""Options of the command, by the name of their field; the other fields have entries in ``[error.run.field]``."""

_LIMITS = Limits.__struct_fields__
_OF_RESULTS = ("exercises", "data", "seed", "sandbox", "hidden_checks")
"""Fields of the configuration that all results of one gradebook share, beside limits and versions."""
_BETWEEN = "error.merge.difference"


def choose(options: Options, kept: Kept | None, folder: Path) -> RunConfig:
    """Return the configuration to grade with: the kept one, or a new one with new seeds.

    :raises UsageError: the run in ``folder`` was started with other options; names each option that differs. Or a
        new run of a shard has no safe seed.
    """
    if kept is None:
        if options.shard is not None:
            require_seed(options.seed)
        return _start(options)
    asked = {name: getattr(options, name) for name in options.__struct_fields__}
    # A data set may be moved between two starts, because its digest decides (Environment.data).
    data_root = asked.pop("data_root")
    if asked["seed"] is None:
        del asked["seed"]
    limits: Limits = asked.pop("limits")
    pairs = {name: (getattr(kept.config, name), value) for name, value in asked.items()}
    # Each limit is compared alone, so that the message names the options that differ and no others.
    _compare(pairs | {name: (getattr(kept.config.limits, name), getattr(limits, name)) for name in _LIMITS}, folder)
    return msgspec.structs.replace(kept.config, data_root=data_root)


def compare_environments(kept: Environment, now: Environment, folder: Path) -> None:
    """Refuse to continue with other versions, another course or other data than at the first start.

    :raises UsageError: names each part that differs.
    """
    fields = kept.__struct_fields__
    found = _differences({name: (getattr(kept, name), getattr(now, name)) for name in fields})
    if found:
        values: dict[str, Value] = {"name": show_name(str(folder)), "differences": listed(found, "semicolon")}
        raise UsageError(told("error.run.outdated", **values))


def differences(before: Environment, now: Environment) -> list[Phrase]:
    """Return the words for each difference of versions and data, without that of the course."""
    return _differences({name: (getattr(before, name), getattr(now, name)) for name in differing(before, now)})


def merge_differences(one: Kept, other: Kept, *, with_versions: bool) -> list[Phrase]:
    """Return the words for each difference between two runs whose results cannot be in one gradebook.

    :param with_versions: whether versions and digests count; False if one of the runs has no result.
    """
    config, against = one.config, other.config
    pairs = {name: (getattr(config, name), getattr(against, name)) for name in _OF_RESULTS}
    pairs |= {name: (getattr(config.limits, name), getattr(against.limits, name)) for name in _LIMITS}
    if config.shard is not None and against.shard is not None:
        pairs["shards"] = (config.shard.of, against.shard.of)
    found = _differences(pairs, _BETWEEN)
    before, now = one.course.environment, other.course.environment
    # The digest of other data or other exercises differs too, and says less than the option.
    implied = {"data": config.data != against.data, "course": config.exercises != against.exercises}
    versions = [name for name in before.__struct_fields__ if not implied.get(name)]
    if with_versions:
        found += _differences({name: (getattr(before, name), getattr(now, name)) for name in versions}, _BETWEEN)
    if config.seed == against.seed and config.hidden_seed != against.hidden_seed:
        # Name no value, because the seed of the hidden checks is in no message.
        found.append(phrase("error.merge.hidden_seed"))
    return found


def job_key(digest: str, config: RunConfig, environment: Environment) -> str:
    """Return the key of everything on which a result depends, so that a job is graded once (DESIGN.md section 7)."""
    parts = [digest, environment, config.seed, config.hidden_seed]
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=20).hexdigest()


def _start(options: Options) -> RunConfig:
    if options.seed is None:
        seed, hidden_seed = secrets.randbits(SEED_BITS), secrets.randbits(SEED_BITS)
    else:
        # --seed repeats a run, so hidden inputs follow from it too.
        digest = hashlib.blake2b(f"hidden {options.seed}".encode(), digest_size=8).digest()
        seed, hidden_seed = options.seed, int.from_bytes(digest, "big") >> (64 - SEED_BITS)
    return RunConfig(
        exercises=options.exercises,
        data=options.data,
        data_root=options.data_root,
        seed=seed,
        hidden_seed=hidden_seed,
        limits=options.limits,
        sandbox=options.sandbox,
        hidden_checks=options.hidden_checks,
        shard=options.shard,
    )


def _compare(pairs: dict[str, tuple[object, object]], folder: Path) -> None:
    found = _differences(pairs)
    if found:
        values: dict[str, Value] = {"name": show_name(str(folder)), "differences": listed(found, "semicolon")}
        raise UsageError(told("error.run.differs", **values))


def _differences(pairs: dict[str, tuple[object, object]], entry: str = "error.run.difference") -> list[Phrase]:
    return [
        phrase(entry, what=_named(name), before=_say(then), now=_say(now))
        for name, (then, now) in pairs.items()
        if then != now
    ]


def _named(field: str) -> Words:
    if field in _NAMES:
        return _NAMES[field]
    return phrase("error.run.field.limit", name=field) if field in _LIMITS else phrase(f"error.run.field.{field}")


def _say(value: object) -> Words:
    if value is None:
        return phrase("error.none")
    if isinstance(value, tuple):
        # The names are joined as the option takes them.
        return ",".join(map(str, value)) if value else phrase("error.none")
    if isinstance(value, bool):
        return phrase("error.run.on" if value else "error.run.off")
    return f"{value:.12g}" if isinstance(value, float) else str(value)
