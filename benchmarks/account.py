"""Account of one submission: which process spends its milliseconds on what, in CPU and in wall time.

``python -m benchmarks.account [--jobs 1] [--rounds 3] [--exercises six|seven] [--sandbox none|B|A]`` runs classes of 2
and of 42 copies of the submission, each with the timers of ``benchmarks.timers`` and without. All figures are the slope
between both, as in (b). The sum of all activities stands beside the total that the kernel counted for the process tree
of the same run, and the run without timers shows what the timers cost.

``--root PATH`` may be given several times. Each is a checkout with its own ``.venv``; rounds alternate between them, so
the account before and after a change is one command: ``--root ../main --root .``. The timers name functions of the
engine (``timers.PATCHES``). Name a function that moved with ``--timer "loading=torchgrade.sandbox.loading:load"``.
A checkout may lack a named function: its time then counts for the activity around it.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ledger, timers
from benchmarks.commands import FEW, ROOT, environment, grade_command, write_class
from benchmarks.ledger import Sums
from benchmarks.local import exercises
from benchmarks.tree import measured

SUBMISSION = ROOT / "benchmarks" / "submission.py"
_MANY = 42
SLOTS = 1200


@contextmanager
def recording(
    command: Sequence[str], further: Sequence[Sequence[str]] = ()
) -> Iterator[tuple[list[str], int, Callable[[], list[ledger.Log]]]]:
    """Give ``PYTHON -m torchgrade WORDS`` with timers, the descriptor that it needs, and a reader of its records."""
    python, _, name, *words = command
    descriptor, given = os.memfd_create("timers"), [list(one) for one in further]
    try:
        os.ftruncate(descriptor, SLOTS * timers.SLOT)
        hand = ["command", str(descriptor), str(SLOTS), str(time.monotonic_ns()), json.dumps(given)]
        with mmap.mmap(descriptor, SLOTS * timers.SLOT) as memory:
            yield [python, timers.__file__, *hand, name, *words], descriptor, lambda: ledger.read(memory, given)
    finally:
        os.close(descriptor)


def with_timers(
    command: Sequence[str], further: Sequence[Sequence[str]] = (), cwd: Path = ROOT
) -> tuple[Sums, list[ledger.Log]]:
    """Return the total of ``PYTHON -m torchgrade WORDS``, and the records of its timers."""
    with recording(command, further) as (words, descriptor, logs):
        return measured(words, cwd, environment(), [descriptor]), logs()


@dataclass(frozen=True)
class Round:
    """Slopes of one round: with timers, the activities, and without timers."""

    timed: Sums
    rows: Mapping[ledger.Row, Sums]
    plain: Sums


def one_round(root: Path, asked: argparse.Namespace) -> Round:
    """Run both classes of a checkout with and without timers."""
    timed, plain, rows = [], [], []
    for count in (FEW, asked.many):
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            write_class(place, SUBMISSION, count)
            names = exercises(training=asked.exercises == "seven")
            words = grade_command(place, asked.jobs, names, asked.sandbox)
            words[0] = str(root / ".venv" / "bin" / "python")
            total, logs = with_timers(words, asked.timer)
            timed.append(total)
            rows.append(ledger.account(logs))
            words[words.index("--out") + 1] = str(place / "plain")
            plain.append(measured(words, ROOT, environment()))
    more = asked.many - FEW
    return Round(_slope(timed, more), ledger.slope(rows[0], rows[1], more), _slope(plain, more))


def _slope(pair: Sequence[Sums], more: int) -> Sums:
    return Sums().combined(pair[1].combined(pair[0], -1), 1 / more)


def medians(sums: Sequence[Sums]) -> Sums:
    """Return the median of each figure."""
    return Sums(**{name: statistics.median(getattr(one, name) for one in sums) for name in vars(sums[0])})


def mean_rows(rounds: Sequence[Round]) -> dict[ledger.Row, Sums]:
    """Return the mean of each activity over the rounds. Medians of activities would not add up."""
    whole: dict[ledger.Row, Sums] = {}
    for one in rounds:
        for row, sums in one.rows.items():
            whole[row] = whole.get(row, Sums()).combined(sums, 1 / len(rounds))
    return whole


def mean(sums: Sequence[Sums]) -> Sums:
    """Return the mean of each figure."""
    whole = Sums()
    for one in sums:
        whole = whole.combined(one, 1 / len(sums))
    return whole


def report(rounds: Sequence[Round]) -> list[str]:
    """Return the lines that show the rounds of one checkout."""
    timed, plain, rows = mean([one.timed for one in rounds]), medians([one.plain for one in rounds]), mean_rows(rounds)
    rates = [1 / one.plain.cpu for one in rounds]
    cost_cpu = statistics.median(one.timed.cpu / one.plain.cpu for one in rounds)
    cost_wall = statistics.median(one.timed.wall / one.plain.wall for one in rounds)
    cpu, wall = ledger.unaccounted(rows, timed)
    found, fault = ledger.counts(rows), fault_seconds()
    judges, workers = found["forks of judges"], found["forks of workers"]
    return [
        *ledger.table(ledger.grouped(rows), timed),
        "",
        *ledger.table(rows, timed),
        "",
        f"unaccounted: {cpu:.1%} of CPU time, {wall:.1%} of wall time",
        f"with timers: {cost_cpu:.2f} x the CPU time and {cost_wall:.2f} x the wall time of a run without them",
        f"a copy-on-write fault takes {1e6 * fault:.2f} µs here: about {1000 * timed.faults * fault:.0f} ms of the sum",
        "",
        "| one more submission, without timers | |",
        "| --- | --- |",
        f"| CPU time | {1000 * plain.cpu:.0f} ms ({1000 * plain.system:.0f} of it system) |",
        f"| wall time | {1000 * plain.wall:.0f} ms |",
        f"| **submissions per core-second** | {statistics.median(rates):.2f} ({min(rates):.2f} to {max(rates):.2f}) |",
        f"| forks | {found['forks']:.1f}: {judges:.1f} judges, {workers:.1f} workers |",
        f"| minor page faults | {plain.faults:,.0f} |",
        f"| context switches | {plain.switches:,.0f} |",
        f"| frames, bytes in them | {found['frames']:,.0f}, {found['bytes']:,.0f} |",
    ]


def fault_seconds(pages: int = 4096) -> float:
    """Return the time of one copy-on-write fault of a small page: a child writes to its parent's memory."""
    size = mmap.PAGESIZE
    with mmap.mmap(-1, pages * size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_NOHUGEPAGE)
        places = range(0, pages * size, size)
        for place in places:
            memory[place] = 1
        reader, writer = os.pipe()
        if os.fork() == 0:
            start = time.perf_counter()
            for place in places:
                memory[place] = 2
            between = time.perf_counter()
            for place in places:
                memory[place] = 3
            os.write(writer, repr(2 * between - start - time.perf_counter()).encode())
            os._exit(0)
        os.close(writer)
        with open(reader) as answer:
            seconds = float(answer.read())
        os.wait()
    return seconds / pages


def asked_for(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.account", description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--exercises", choices=("six", "seven"), default="seven")
    parser.add_argument("--sandbox", choices=("none", "B", "A"), default="none")
    parser.add_argument("--many", type=int, default=_MANY, help="submissions in the larger class")
    parser.add_argument("--root", type=Path, action="append", help="a checkout with its own .venv")
    parser.add_argument("--timer", type=lambda text: text.split("=", 1), action="append", default=[])
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every checkout in turn, and print an account of each."""
    asked = asked_for(arguments)
    roots = [root.absolute() for root in asked.root or [ROOT]]
    rounds: dict[Path, list[Round]] = {root: [] for root in roots}
    for _ in range(asked.rounds):
        for root in roots:
            rounds[root].append(one_round(root, asked))
    for root, found in rounds.items():
        print(f"\n## {root.name}: {asked.exercises} exercises, {asked.jobs} jobs, sandbox {asked.sandbox}\n")
        print("\n".join(report(found)))


if __name__ == "__main__":
    main()
