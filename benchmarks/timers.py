"""Timers inside every process of a run, which log each change of activity to shared memory (``benchmarks.account``).

``benchmarks.account`` runs this file as a script in place of ``python -m torchgrade``. The script gives its own text to
the zygote, so it imports nothing of the project and also works under bubblewrap. Workers are killed, not ended; their
records survive because the memory is shared.

A record is the time, the activity from then on, and the thread's CPU time, page faults and context switches
so far. Nested activities form a stack, so that each one counts its own time only.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import mmap
import os
import resource
import struct
import subprocess
import sys
import threading
import time

HEADER = struct.Struct("<II")
"""Number of records in a slot, and the level of its process."""
RECORD = struct.Struct("<qIIIIII")
"""Monotonic ns, CPU µs, system µs, minor faults, context switches, activity, value.

The CPU time is exact. The kernel finds the part of the system by looking at every tick, so it is true only on average.
"""
RECORDS = 16384
SLOT = HEADER.size + RECORDS * RECORD.size
BEGUN = (1 << 32) - 1
"""Value of a record at which an activity begins, not one at which the activity around it goes on."""
LEVELS = 3
"""Command, zygote, and its children. Slots of each level's children interleave, because no lock guards them."""

WAITING, START, FORK, BIRTH, END, GARBAGE, FRAMES = (
    "waiting", "interpreter start", "fork, forking side", "first steps of a child", "end of a process",
    "garbage collection", "frames",
)  # fmt: skip

PATCHES: tuple[tuple[str, str], ...] = (
    ("command", "torchgrade.grading.class_run:grade_class"),
    ("command", "torchgrade.cli.student.watch:Loop.take"),
    ("listing", "torchgrade.deliveries.installed:list_inputs"),
    ("requests", "torchgrade.deliveries.judge_request:read_request"),
    ("engine", "torchgrade.sandbox.engine:Engine.judge"),
    ("engine", "torchgrade.sandbox.engine:Engine.prepare"),
    ("start of processes", "torchgrade.sandbox.engine_processes:Processes.__init__"),
    ("end of processes", "torchgrade.sandbox.engine_processes:Processes.close"),
    (WAITING, "concurrent.futures:wait"),
    (WAITING, "torchgrade.cli.student.saves:watchfiles.watch()"),
    ("looking at a save", "torchgrade.cli.student.saves:Saves.scan()"),
    ("looking at a save", "torchgrade.cli.student.looks:Looker.look"),
    ("text of the verdict", "torchgrade.cli.student.verdict:VerdictText.write"),
    ("text of the verdict", "torchgrade.cli.student.text:ResultText.write"),
    ("text of the verdict", "torchgrade.cli.student.check:last_line"),
    ("memory of solved checks", "torchgrade.cli.student.solved:remember"),
    ("commit", "torchgrade.grading.store:Store.keep"),
    ("results files", "torchgrade.grading.outputs:write_outputs"),
    ("pages", "torchgrade.reports.write:write_pages"),
    (WAITING, "torchgrade.sandbox.wire:Connection.receive"),
    ("result or request on the wire", "torchgrade.sandbox.wire:Connection.send"),
    ("result or request on the wire", "torchgrade.sandbox.wire:decode_to_command"),
    ("result or request on the wire", "torchgrade.sandbox.wire:decode_request"),
    ("imports of the zygote", "torchgrade.sandbox.preloading:warm_up"),
    ("confinement: plan and canary", "torchgrade.sandbox.becoming:isolation_of"),
    (WAITING, "torchgrade.sandbox.zygote:Zygote.serve"),
    ("service", "torchgrade.sandbox.zygote:Zygote._accept_judge"),
    ("service", "torchgrade.sandbox.zygote:Zygote._obey"),
    ("service", "torchgrade.sandbox.zygote:Zygote._reap"),
    (WAITING, "torchgrade.sandbox.bench:Bench.serve"),
    ("service", "torchgrade.sandbox.bench:Bench._obey"),
    ("course", "torchgrade.sandbox.bench:Bench._configure"),
    ("confinement", "torchgrade.sandbox.becoming:become_worker"),
    ("judge", "torchgrade.sandbox.judge:judge"),
    ("reading the submission", "torchgrade.checking.reading:read_submission"),
    ("results of exercises", "torchgrade.checking.grade:grade"),
    ("pytest, or calls of checks", "torchgrade.checking.collection:run_pytest"),
    ("pytest, or calls of checks", "torchgrade.checking.calls:Calls.run"),
    ("examination", "torchgrade.checking.examination:Examination.run"),
    ("examination", "torchgrade.checking.examination:Examination.finish"),
    ("pytest, or calls of checks", "_pytest.runner:runtestprotocol"),
    ("arithmetic of the checks", "_pytest.python:pytest_pyfunc_call"),
    ("arithmetic of the checks", "torchgrade.checking.calls:_direct()"),
    ("diagnosis", "torchgrade.checking.examination:diagnose"),
    (WAITING, "torchgrade.sandbox.workers:ForkedWorkers.start"),
    ("round trips", "torchgrade.protocol.client:Client.request"),
    ("limits", "torchgrade.sandbox.workers:ForkedWorker.cpu_seconds"),
    (WAITING, "torchgrade.protocol.client:Client._wait"),
    ("packing", "torchgrade.protocol.values:Packer.node"),
    ("packing", "torchgrade.protocol.values:Packer.tensor"),
    ("packing", "torchgrade.protocol.values:Unpacker.value"),
    ("packing", "torchgrade.protocol.values:Unpacker.tensor"),
    (FRAMES, "torchgrade.protocol.frames:pack"),
    ("round trips", "torchgrade.sandbox.worker.main:serve"),
    (WAITING, "torchgrade.sandbox.worker.main:_Requests.next"),
    ("round trips", "torchgrade.sandbox.worker.main:_write"),
    ("verbs", "torchgrade.sandbox.worker.verbs:Verbs.answer"),
    ("loading the submission", "torchgrade.sandbox.worker.verbs:Verbs._load"),
    ("seeds", "torchgrade.sandbox.worker.seeding:reset"),
    ("arithmetic of the student", "torchgrade.sandbox.worker.verbs:Verbs._call"),
    ("arithmetic of the student", "torchgrade.sandbox.worker.verbs:Verbs._vjp"),
    ("arithmetic of the student", "torchgrade.sandbox.worker.verbs:Verbs._iterate"),
    ("arithmetic of the student", "torchgrade.sandbox.worker.verbs:Verbs._run"),
)
"""Activity of each function by name. ``()`` after a name means: what the function returns, called or iterated."""


def activities(further: list[list[str]]) -> list[str]:
    """Return the names of all activities; a record contains the place of its activity in this list."""
    named = [WAITING, START, FORK, BIRTH, END, GARBAGE, FRAMES, *(row for row, _ in (*PATCHES, *further))]
    return list(dict.fromkeys(named))


class Log:
    """Writer of one thread's records."""

    def __init__(self, memory: mmap.mmap, slot: int, level: int, activity: int) -> None:
        self.memory, self.at, self.level, self.count = memory, slot * SLOT, level, 0
        self.stack = [activity]
        HEADER.pack_into(memory, self.at, 0, level)

    def write(self, value: int = 0, at: int = 0) -> None:
        """Write the present activity, unless the slot is full (the reader refuses a full slot)."""
        if self.count == RECORDS:
            return
        used = resource.getrusage(resource.RUSAGE_THREAD)
        RECORD.pack_into(
            self.memory, self.at + HEADER.size + self.count * RECORD.size, at or time.monotonic_ns(),
            time.thread_time_ns() // 1000, int(used.ru_stime * 1e6), used.ru_minflt, used.ru_nvcsw + used.ru_nivcsw,
            self.stack[-1], value,
        )  # fmt: skip
        self.count += 1
        HEADER.pack_into(self.memory, self.at, self.count, self.level)


class Timers:
    """Timers of one process and its children."""

    def __init__(self, descriptor: int, slots: int, further: list[list[str]], *, level: int, begin: int) -> None:
        self.memory = mmap.mmap(descriptor, slots * SLOT)
        self.rows = {row: place for place, row in enumerate(activities(further))}
        self.targets: dict[str, list[tuple[str, str]]] = {}
        for row, name in (*PATCHES, *further):
            self.targets.setdefault(name.partition(":")[0], []).append((row, name.partition(":")[2]))
        self.level, self.next_slot = level, level + LEVELS
        self.children: dict[int, int] = {}
        self.local = threading.local()
        self.local.log = Log(self.memory, level, level, self.rows[START])
        self.local.log.write(at=begin)
        self.fork, self.wait4 = os.fork, os.wait4
        gc.callbacks.append(self.collecting)

    def log(self) -> Log:
        """Return the log of this thread. A new thread begins by waiting."""
        log: Log | None = getattr(self.local, "log", None)
        if log is None:
            log = self.local.log = Log(self.memory, self.next_slot, self.level, self.rows[WAITING])
            self.next_slot += LEVELS
        return log

    def enter(self, row: int) -> None:
        log = self.log()
        log.stack.append(row)
        log.write(BEGUN)

    def leave(self, value: int = 0) -> None:
        log = self.log()
        log.stack.pop()
        log.write(value)

    def collecting(self, phase: str, _facts: object) -> None:
        if phase == "start":
            self.enter(self.rows[GARBAGE])
        elif self.log().stack[-1] == self.rows[GARBAGE]:
            self.leave()

    def forking(self) -> int:
        """Fork, and give the child a slot of its own."""
        slot = self.next_slot
        self.next_slot += LEVELS
        self.enter(self.rows[FORK])
        pid = self.fork()
        if pid == 0:
            level = min(self.level + 1, LEVELS - 1)
            self.level, self.next_slot, self.children = level, level + LEVELS, {}
            self.local.log = Log(self.memory, slot, level, self.rows[BIRTH])
            self.local.log.write(BEGUN)
            return 0
        self.leave()
        self.children[pid] = slot
        return pid

    def reaping(self, pid: int, options: int) -> tuple[int, int]:
        """Wait for a child, and end its log with everything that the kernel counted for it."""
        pid, status, used = self.wait4(pid, options)
        if pid in self.children:
            at = self.children.pop(pid) * SLOT
            count, level = HEADER.unpack_from(self.memory, at)
            if count < RECORDS:
                cpu = used.ru_utime + used.ru_stime
                RECORD.pack_into(
                    self.memory, at + HEADER.size + count * RECORD.size, time.monotonic_ns(), int(cpu * 1e6),
                    int(used.ru_stime * 1e6), used.ru_minflt, used.ru_nvcsw + used.ru_nivcsw, self.rows[END], 0,
                )  # fmt: skip
                HEADER.pack_into(self.memory, at, count + 1, level)
        return pid, status

    def timed(self, row: str, function):
        """Return a function that logs when it begins and ends. Inside the same activity it logs nothing."""
        number, is_frames = self.rows[row], row == FRAMES

        @functools.wraps(function)
        def run(*arguments, **options):
            if self.log().stack[-1] == number:
                return function(*arguments, **options)
            value = 0
            self.enter(number)
            try:
                result = function(*arguments, **options)
                value = sum(map(len, result)) if is_frames else 0
                return result
            finally:
                self.leave(value)

        return run

    def timed_result(self, row: str, function):
        """Return a function whose result, a function or an iterator, is timed."""

        @functools.wraps(function)
        def make(*arguments, **options):
            made = function(*arguments, **options)
            if not hasattr(made, "__next__"):
                return self.timed(row, made)
            return iter(self.timed(row, functools.partial(next, made, self)), self)

        return make

    # The finder in front of all others patches a module right after it was executed.

    def find_spec(self, name: str, path=None, target=None):
        if name not in self.targets:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                execute = spec.loader.exec_module

                def executed(module, execute=execute):
                    execute(module)
                    self.patch(name)

                spec.loader.exec_module = executed
                return spec
        return None

    def install(self) -> None:
        sys.meta_path.insert(0, self)
        os.fork = self.forking
        for name in list(self.targets):
            if name in sys.modules:
                self.patch(name)

    def patch(self, name: str) -> None:
        for row, path in self.targets.pop(name, ()):
            owner, (*between, last) = sys.modules[name], path.removesuffix("()").split(".")
            for part in between:
                owner = getattr(owner, part, None)
            original = getattr(owner, last, None)
            if original is None:
                print(f"torchgrade timers: {name} has no {path}", file=sys.stderr)
                continue
            wrapped = (self.timed_result if path.endswith("()") else self.timed)(row, original)
            setattr(owner, last, wrapped)


class Popen(subprocess.Popen):
    """Starter of processes that starts a zygote with these timers."""

    handed: tuple[int, int, list[list[str]]]

    def __init__(self, words, *arguments, **options) -> None:
        if "torchgrade.sandbox.zygote" in words:
            descriptor, slots, further = self.handed
            at = words.index("-m")
            text = sys.modules["__main__"].TEXT
            hand = ["zygote", str(descriptor), str(slots), str(time.monotonic_ns()), json.dumps(further)]
            words = [*words[:at], "-c", text, *hand, *words[at + 2 :]]
            options["pass_fds"] = (*options["pass_fds"], descriptor)
        super().__init__(words, *arguments, **options)


def main(arguments: list[str]) -> None:
    kind, descriptor, slots, begin, further, *rest = arguments
    given = int(descriptor), int(slots), json.loads(further)
    timers = Timers(*given, level=int(kind == "zygote"), begin=int(begin))
    if kind == "command":
        Popen.handed = given
        subprocess.Popen = Popen
        timers.install()
        sys.argv = rest
        sys.exit(importlib.import_module("torchgrade.__main__").main())
    # Its own record of the finders at the start must not contain these timers.
    importlib.import_module("torchgrade.sandbox.finders")
    timers.install()
    os.waitpid = timers.reaping
    importlib.import_module("torchgrade.sandbox.zygote").main(rest)


if __name__ == "__main__":
    if sys.argv[0] != "-c":
        with open(__file__, encoding="utf-8") as file:
            TEXT = file.read()
        # The folder of this script contains names such as ``local``.
        del sys.path[0]
    main(sys.argv[1:])
