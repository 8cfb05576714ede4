"""The process that has everything imported and forks on request (DESIGN.md section 3).

It opens no submission, no checks and no solution, and never reads a worker's output. Every worker starts with a copy of
its memory.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass

from torchgrade.sandbox import link, own_process, preloading, wire
from torchgrade.sandbox.becoming import isolation_of, run_worker
from torchgrade.sandbox.confinement.layers import Confinement
from torchgrade.sandbox.finders import restore_finders
from torchgrade.sandbox.own_process import die_with


@dataclass(slots=True)
class _Child:
    """A worker that lives, or whose end was not yet reported."""

    pid: int
    pidfd: int
    judge: int


class Zygote:
    """Server that forks workers for judges and reports how each worker ended."""

    def __init__(self, control: socket.socket, bench: socket.socket, bench_pid: int, confinement: Confinement) -> None:
        self.control = control
        self.confinement = confinement
        self.bench = bench
        self.judges: dict[int, socket.socket] = {}
        self.children: dict[int, _Child] = {}
        self.bench_pid = bench_pid
        self.bench_pidfd = os.pidfd_open(bench_pid)
        self.poll = select.poll()
        for fd in (control.fileno(), bench.fileno(), self.bench_pidfd):
            self.poll.register(fd, select.POLLIN)

    def serve(self) -> None:
        """Fork on request, until the command or the bench is gone."""
        while True:
            for fd, _ in self.poll.poll():
                if fd in (self.control.fileno(), self.bench_pidfd):
                    return
                if fd == self.bench.fileno():
                    self._accept_judge()
                elif fd in self.judges:
                    self._obey(fd)
                elif fd in self.children:
                    self._reap(self.children[fd])

    def _accept_judge(self) -> None:
        data, descriptors, _, _ = socket.recv_fds(self.bench, link.SIZE, 1)
        if data[:1] == link.JUDGE and descriptors:
            judge = socket.socket(fileno=descriptors[0])
            self.judges[judge.fileno()] = judge
            self.poll.register(judge.fileno(), select.POLLIN)

    def _obey(self, fd: int) -> None:
        judge = self.judges[fd]
        try:
            data = judge.recv(link.SIZE)
        except ConnectionResetError:
            data = b""
        if len(data) != link.SIZE:
            self._forget_judge(fd)
            return
        verb, number, _ = link.MESSAGE.unpack(data)
        if verb == link.FORK:
            self._fork(judge, number)
        elif verb == link.KILL:
            for child in list(self.children.values()):
                if child.pid == number and child.judge == fd:
                    _kill(child)

    def _fork(self, judge: socket.socket, memory: int) -> None:
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe()
        zygote = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            with suppress(OSError):
                judge.send(link.MESSAGE.pack(link.NO_WORKER, error.errno or 0, 0))
            pid = -1
        if pid == 0:
            try:
                run_worker(self.confinement, theirs.fileno(), writer, memory, zygote)
            except BaseException:  # noqa: BLE001 - goes to the output pipe, where the judge finds it
                traceback.print_exc()
            finally:
                os._exit(0)
        theirs.close()
        os.close(writer)
        if pid > 0:
            child = _Child(pid, os.pidfd_open(pid), judge.fileno())
            self.children[child.pidfd] = child
            self.poll.register(child.pidfd, select.POLLIN)
            with suppress(OSError):
                socket.send_fds(judge, [link.MESSAGE.pack(link.WORKER, pid, 0)], [ours.fileno(), reader])
        ours.close()
        os.close(reader)

    def _reap(self, child: _Child) -> None:
        # Processes that a worker started in its own group end with that worker.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        self.poll.unregister(child.pidfd)
        del self.children[child.pidfd]
        os.close(child.pidfd)
        judge = self.judges.get(child.judge)
        if judge is not None:
            with suppress(OSError):
                code = os.waitstatus_to_exitcode(status)
                judge.send(link.MESSAGE.pack(link.EXITED, child.pid, code))

    def _forget_judge(self, fd: int) -> None:
        self.poll.unregister(fd)
        for child in self.children.values():
            if child.judge == fd:
                child.judge = -1
                _kill(child)
        self.judges.pop(fd).close()

    def close(self) -> int:
        """End the workers that still run; return the exit status, which reports a bench that got SIGKILL."""
        for child in self.children.values():
            _kill(child)
        status = 0
        with suppress(ChildProcessError):
            _, status = os.waitpid(self.bench_pid, os.WNOHANG)
        return 128 + signal.SIGKILL if os.waitstatus_to_exitcode(status) == -signal.SIGKILL else 0


def _kill(child: _Child) -> None:
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(child.pid, signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """Warm up, fork the bench, and serve. The arguments are two descriptors and ``full`` or ``lean``."""
    control_fd, bench_fd = int(arguments[0]), int(arguments[1])
    own_process.hide()
    control = wire.Connection(socket.socket(fileno=control_fd))
    full = arguments[2] == "full"
    preloading.warm_up(full=full)
    frame = control.receive()
    if frame is None:
        return
    order = wire.decode_to_zygote(frame)
    confinement = Confinement(order.plan)
    isolation = isolation_of(confinement, order.memory_bytes)
    control.send(wire.Confined(isolation=isolation))
    ours, benches = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    zygote_pid = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            die_with(zygote_pid)
            control.close()
            ours.close()
            restore_finders()
            from torchgrade.sandbox.bench import Bench

            Bench(socket.socket(fileno=bench_fd), benches, isolation.level, full=full).serve()
        except Exception:  # noqa: BLE001 - the command shows the end of this stream
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)
    benches.close()
    os.close(bench_fd)
    zygote = Zygote(control.stream, ours, pid, confinement)
    try:
        zygote.serve()
    finally:
        # Exit without the interpreter's own cleanup, because torch's libraries complain in it.
        os._exit(zygote.close())


if __name__ == "__main__":
    main(sys.argv[1:])
