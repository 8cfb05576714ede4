"""What a command used contains what all its descendants used, whoever waited for them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.tree import measured

WORKED = 0.2
"""Seconds of CPU time of a child; the interpreter itself takes a tenth of it."""
WORK = f"import time\nwhile time.process_time() < {WORKED}: pass\n"
WAITED = f"import os\nif os.fork() == 0:\n    exec({WORK!r})\n    os._exit(0)\nos.wait()\n"
ORPHAN = f"import os\nif os.fork() == 0:\n    exec({WORK!r})\n    os._exit(0)\n"
LOST = (
    "import os, signal, time\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
    f"if os.fork() == 0:\n    exec({WORK!r})\n    time.sleep(0.4)\n    os._exit(0)\ntime.sleep(1.2)\n"
)


@pytest.mark.parametrize("code", [WAITED, ORPHAN, LOST], ids=["a child", "an orphan", "a lost child"])
def test_the_time_of_every_process_counts(code: str, tmp_path: Path) -> None:
    found = measured([sys.executable, "-I", "-c", code], tmp_path, os.environ)

    # /proc counts user and system time in whole ticks, so each may lack almost one.
    assert found.cpu > WORKED - 2 / os.sysconf("SC_CLK_TCK")
    assert found.wall > 0
    assert found.faults > 0


def test_a_command_that_fails_ends_the_measurement_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        measured([sys.executable, "-I", "-c", "raise SystemExit('no such thing')"], tmp_path, os.environ)
