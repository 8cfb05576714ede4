"""Part of ``doctor`` on the machine: whether grading processes start and answer, and the working directory."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from pathlib import Path

from torchgrade.cli.findings import Findings
from torchgrade.errors import TorchgradeError
from torchgrade.grading.database import journal_in
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import Value, listed
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import words_of
from torchgrade.sandbox.confinement.records import Isolation
from torchgrade.sandbox.probe import Limit, limits, probe
from torchgrade.sandbox.zygote_start import can_fork

GIB = 1 << 30


def examine_sandbox(findings: Findings, config: RunConfig) -> None:
    """Start the processes of ``grade`` with every exercise of the run, and examine their surroundings."""
    findings.ok("kernel", "kernel", system=platform.system(), release=platform.release())
    _examine_start(findings)
    if not config.exercises:
        findings.broken("processes", "processes_untried", "no_course")
        return
    try:
        seen = probe(config)
    except (TorchgradeError, OSError) as error:
        findings.broken("processes", "processes_broken", "processes", reason=_shown(words_of(error) or repr(error)))
        for limit in limits():
            if limit.most is not None:
                findings.broken(limit.name, "limit_suspect", "limit_low", needed=False, most=limit.most / GIB)
        return
    findings.ok("processes", "processes", start=seen.start_seconds, judge=seen.judge_seconds)
    mapped = 0 if seen.isolation is None else seen.isolation.mapped_bytes or 0
    _examine_limits(findings, limits(), mapped, config.limits.memory_bytes)
    if seen.isolation is None:
        findings.broken("isolation", "isolation_none", "isolation", needed=False)
    else:
        _examine_threads(findings, seen.isolation.threads)
        _examine_isolation(findings, seen.isolation)


def _shown(words: Value) -> Value:
    """Return words with the last line of each text, which gives the reason if the text is the output of a process."""
    if isinstance(words, dict) and "values" in words:
        return {**words, "values": {name: _shown(value) for name, value in words["values"].items()}}
    if isinstance(words, str) and words.strip():
        return show(words.strip().splitlines()[-1], limit=600)
    return words


def _examine_start(findings: Findings) -> None:
    if can_fork():
        findings.ok("start", "fork")
    elif sys.platform == "linux" and hasattr(os, "pidfd_open"):
        findings.broken("start", "spawn_asked", "spawn_asked", needed=False)
    else:
        findings.broken("start", "spawn", "spawn")


def _examine_isolation(findings: Findings, isolation: Isolation) -> None:
    """Report the layers that confine a worker, the acts of the canary, and the resulting level."""
    for layer in isolation.layers:
        if layer.works:
            findings.ok(layer.name, "layer", detail=layer.detail)
        else:
            # This layer is optional, because level B works without bubblewrap and `grade` asks only for level B.
            needed = layer.name != "bubblewrap"
            following = "processes" if layer.remedy is None else "layer"
            findings.broken(
                layer.name, "layer_missing", following, needed=needed, detail=_shown(layer.detail), remedy=layer.remedy
            )
    forbidden = sum(act.forbidden for act in isolation.canary)
    if isolation.breaches or not isolation.canary:
        acts = listed(act.phrase for act in isolation.breaches)
        findings.broken("canary", "canary_broken" if isolation.canary else "canary_silent", "canary", acts=acts)
    else:
        findings.ok("canary", "canary", forbidden=forbidden, needed=len(isolation.canary) - forbidden)
    if isolation.level is SandboxLevel.NONE:
        findings.broken("isolation", "isolation_none", "isolation")
    else:
        findings.ok("isolation", "isolation", level=isolation.level)


def _examine_limits(findings: Findings, found: list[Limit], mapped: int, memory: int) -> None:
    """Report whether a worker can have its memory, and whether the kernel stops a worker that takes more."""
    extra = memory / GIB
    if not found:
        findings.broken("memory limit", "limits_polled", "limits_polled", needed=False, extra=extra)
    for limit in found:
        needs = memory + mapped
        if limit.most is None:
            findings.ok(limit.name, "limit", extra=extra)
        elif limit.most >= needs:
            findings.ok(limit.name, "limit_bounded", extra=extra, most=limit.most / GIB)
        else:
            findings.broken(
                limit.name, "limit_low", "limit_low", needed=False, most=limit.most / GIB, needs=needs / GIB
            )


def _examine_threads(findings: Findings, threads: int) -> None:
    if threads == 1:
        findings.ok("threads", "threads")
    else:
        findings.broken("threads", "threads_many", "threads", threads=threads)


def examine_folder(findings: Findings, place: Path) -> None:
    """Examine whether a run in this folder would have a write-ahead log (ruling 10)."""
    name = show_name(str(place))
    try:
        journal = journal_in(place)
    except (OSError, sqlite3.Error) as error:
        reason = show(getattr(error, "strerror", None) or str(error))
        findings.broken(name, "folder_unwritable", "folder_unwritable", needed=False, reason=reason)
        return
    if journal == "wal":
        findings.ok(name, "wal")
    else:
        findings.broken(name, "no_wal", "no_wal", needed=False, journal=journal)
