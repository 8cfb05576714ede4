"""Sums of the records that ``benchmarks.timers`` wrote: time, page faults and frames of each activity."""

from __future__ import annotations

import bisect
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from benchmarks.timers import (
    BEGUN,
    BIRTH,
    END,
    FORK,
    FRAMES,
    GARBAGE,
    HEADER,
    LEVELS,
    RECORD,
    RECORDS,
    SLOT,
    START,
    WAITING,
    activities,
)

COMMAND, ZYGOTE, BENCH, JUDGE, WORKER = "command", "zygote", "bench", "judge", "worker"
ROLES = (COMMAND, ZYGOTE, BENCH, JUDGE, WORKER)
Row = tuple[str, str]
"""Process and activity."""
NOBODY: Row = ("nobody", WAITING)
"""Time in which every process waits."""
Window = tuple[float, float]


@dataclass
class Sums:
    """Sums of one activity. Times are in seconds."""

    cpu: float = 0.0
    system: float = 0.0
    """Part of the CPU time that the kernel worked for the process."""
    faults: float = 0.0
    switches: float = 0.0
    wall: float = 0.0
    times: float = 0.0
    """How often the activity began."""
    bytes: float = 0.0

    def combined(self, other: Sums, factor: float) -> Sums:
        """Return these sums plus the others times the factor."""
        names = [one.name for one in fields(self)]
        return Sums(**{name: getattr(self, name) + factor * getattr(other, name) for name in names})


@dataclass(frozen=True)
class Entry:
    """One record. Times are in seconds."""

    at: float
    cpu: float
    system: float
    faults: int
    switches: int
    activity: str
    value: int = 0


@dataclass
class Log:
    """Records of one thread, in order."""

    role: str
    entries: list[Entry] = field(default_factory=list)


def read(memory: bytes, further: Sequence[Sequence[str]] = ()) -> list[Log]:
    """Return the logs of all threads; exit if one of them lost records."""
    names, logs = activities([list(one) for one in further]), []
    for slot in range(len(memory) // SLOT):
        count, level = HEADER.unpack_from(memory, slot * SLOT)
        if count == RECORDS:
            sys.exit(f"slot {slot} of the timers is full; measure fewer submissions")
        if not count:
            continue
        start = slot * SLOT + HEADER.size
        found = RECORD.iter_unpack(memory[start : start + count * RECORD.size])
        entries = [
            Entry(at / 1e9, cpu / 1e6, system / 1e6, faults, switches, names[place], value)
            for at, cpu, system, faults, switches, place, value in found
        ]
        logs.append(Log(_role(slot, level, {one.activity for one in entries}), entries))
    return logs


def _role(slot: int, level: int, seen: set[str]) -> str:
    if level < LEVELS - 1:
        return ROLES[level]
    if slot % LEVELS == level:
        return JUDGE
    return BENCH if seen & {FORK, "course"} else WORKER


def account(logs: Sequence[Log], windows: Sequence[Window] | None = None) -> dict[Row, Sums]:
    """Return the sums of every activity.

    :param windows: moments that count, in order and apart from each other; None for all.
    """
    sums: dict[Row, Sums] = defaultdict(Sums)
    for log in logs:
        for row, since, until in _stretches(log):
            if windows is None or _inside(windows, until.at):
                one = sums[row]
                one.cpu += until.cpu - since.cpu
                one.system += until.system - since.system
                one.faults += until.faults - since.faults
                one.switches += until.switches - since.switches
                if until.value == BEGUN:
                    sums[log.role, until.activity].times += 1
                else:
                    one.bytes += until.value
    for row, seconds in _walls(logs, windows).items():
        sums[row].wall += seconds
    return dict(sums)


def _stretches(log: Log) -> Iterator[tuple[Row, Entry, Entry]]:
    """Yield each stretch of time between two records, with its activity.

    The stretch before the first record is the start of a process. The one before the end of a process is its end.
    """
    before = Entry(log.entries[0].at, 0.0, 0.0, 0, 0, log.entries[0].activity)
    for entry in log.entries:
        yield (log.role, END if entry.activity == END else before.activity), before, entry
        before = entry


def _inside(windows: Sequence[Window], at: float) -> bool:
    place = bisect.bisect_right(windows, (at, float("inf"))) - 1
    return place >= 0 and windows[place][0] <= at < windows[place][1]


def _walls(logs: Sequence[Log], windows: Sequence[Window] | None) -> dict[Row, float]:
    """Return the wall time of every activity.

    A moment in which several processes work is divided among them. A moment in which none works is nobody's. So the
    sum is the time from the first record to the last.
    """
    changes = sorted(
        (entry.at, number, entry is log.entries[-1], (log.role, entry.activity))
        for number, log in enumerate(logs)
        for entry in log.entries
    )
    walls: dict[Row, float] = defaultdict(float)
    now: dict[int, Row] = {}
    if not changes:
        return walls
    windows = [(changes[0][0], changes[-1][0])] if windows is None else windows
    marks = [(begin, None, None, None) for begin, _ in windows] + [(end, None, None, None) for _, end in windows]
    before = changes[0][0]
    for at, number, is_last, row in sorted([*changes, *marks], key=lambda change: change[0]):
        if at > before and _inside(windows, before):
            busy = list(now.values()) or [NOBODY]
            for one in busy:
                walls[one] += (at - before) / len(busy)
        before = at
        if number is not None:
            now.pop(number, None)
            if not is_last and row[1] not in {WAITING, END}:
                now[number] = row
    return walls


def slope(few: Mapping[Row, Sums], many: Mapping[Row, Sums], submissions: int) -> dict[Row, Sums]:
    """Return the sums of one more submission."""
    nothing = Sums()
    return {
        row: Sums().combined(many.get(row, nothing).combined(few.get(row, nothing), -1), 1 / submissions)
        for row in {*few, *many}
    }


def total(sums: Mapping[Row, Sums]) -> Sums:
    """Return the sums of all activities."""
    result = Sums()
    for one in sums.values():
        result = result.combined(one, 1)
    return result


GROUPS: dict[str, tuple[str, ...]] = {
    "forks": (FORK, BIRTH, END),
    "confinement": ("confinement",),
    "reading": ("reading the submission", "listing", "requests"),
    "loading": ("loading the submission",),
    "pytest, or calls of checks": ("pytest, or calls of checks",),
    "arithmetic of the checks": ("arithmetic of the checks",),
    "arithmetic of the student": ("arithmetic of the student",),
    "round trips": ("round trips", FRAMES, WAITING, "limits", "seeds", "verbs"),
    "packing of values": ("packing",),
    "examination and results": ("examination", "diagnosis", "results of exercises", "judge"),
    "result on the wire": ("result or request on the wire",),
    "commit": ("commit",),
    "pages": ("pages",),
    "results files": ("results files",),
    "garbage collection": (GARBAGE,),
    "difference between two starts": (
        START, "imports of the zygote", "course", "confinement: plan and canary", "start of processes",
        "end of processes",
    ),
}  # fmt: skip
"""Activities that are shown together, whichever process does them."""
_GROUP = {activity: group for group, names in GROUPS.items() for activity in names}
ALL = "all"


def grouped(sums: Mapping[Row, Sums]) -> dict[Row, Sums]:
    """Return the sums of groups of activities."""
    found: dict[Row, Sums] = {}
    for row, one in sums.items():
        group = row if row == NOBODY else (ALL, _GROUP.get(row[1], "everything else"))
        found[group] = found.get(group, Sums()).combined(one, 1)
    return found


SMALL = 0.00005
"""Seconds below which an activity is shown together with the others of its process."""


def table(sums: Mapping[Row, Sums], measured: Sums) -> list[str]:
    """Return a table of activities, their sum, the total that was measured without them, and the difference.

    :param measured: CPU times, page faults, context switches and wall time of the same submissions.
    """
    lines = [
        "| process | activity | CPU ms | of it system | wall ms | page faults | times |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for role in (ALL, *ROLES, NOBODY[0]):
        rows = sorted(((row, one) for row, one in sums.items() if row[0] == role), key=lambda pair: -pair[1].cpu)
        rest = Sums()
        for row, one in rows:
            if max(one.cpu, one.wall) < SMALL:
                rest = rest.combined(one, 1)
            else:
                lines.append(_line(*row, one))
        if rest != Sums():
            lines.append(_line(role, "everything smaller", rest))
    whole = total(sums)
    lines += [_line("**sum**", "", whole), _line("**total**", "measured", measured)]
    lines.append(_line("", "unaccounted", measured.combined(whole, -1)))
    return lines


def _line(role: str, activity: str, one: Sums) -> str:
    times = f"{one.times:.1f}" if activity not in {"", "measured", "unaccounted"} else ""
    numbers = " | ".join(f"{1000 * n:.1f}" for n in (one.cpu, one.system, one.wall))
    return f"| {role} | {activity} | {numbers} | {one.faults:.0f} | {times} |"


def unaccounted(sums: Mapping[Row, Sums], measured: Sums) -> tuple[float, float]:
    """Return the share of CPU and of wall time that no activity explains."""
    whole = total(sums)
    return 1 - whole.cpu / measured.cpu, 1 - whole.wall / measured.wall


def counts(sums: Mapping[Row, Sums]) -> dict[str, float]:
    """Return what one more submission costs in forks, frames and bytes."""
    births = {role: sums[role, BIRTH].times for role in ROLES if (role, BIRTH) in sums}
    framed = [one for (_, activity), one in sums.items() if activity == FRAMES]
    return {
        "forks": sum(births.values()),
        "forks of judges": births.get(JUDGE, 0.0),
        "forks of workers": births.get(WORKER, 0.0),
        "frames": sum(one.times for one in framed),
        "bytes": sum(one.bytes for one in framed),
    }
