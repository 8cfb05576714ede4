"""What a run of the tests leaves out and why, which tests one worker runs together, and where the time went."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
REAL = Path(os.environ.get("TORCHGRADE_FASHION_ROOT", ROOT.parent / "shared" / "data" / "fashion-mnist-subset"))
"""The folder of the real Fashion-MNIST, in torchvision's layout; tests that read it are marked ``real_data``."""
WAYS = {
    "browser": "of pages in a browser: install chromium, fonts-noto-cjk and axe-core as .ci/run does, then run "
    "'make test-all'",
    "long": "that take long and rarely fail: run 'make test-all'",
    "real_data": "on the real Fashion-MNIST: put its four files into FOLDER/FashionMNIST/raw, then set "
    "TORCHGRADE_FASHION_ROOT=FOLDER",
}
"""What tests with a mark are, and how to get them, by the mark."""


_PARTS = {
    "tests/exercises/test_audit.py": re.compile(r"\[(\w+)\]"),
    "tests/attacks/test_acts.py": re.compile(r"\b((?:root|user)-\w+)\b"),
}
"""Files whose tests share less than the file: what a test's name says of the part that judges its submissions once."""


def group_of(nodeid: str) -> str:
    """Return what one worker runs together: the tests of a file, or of a part of it."""
    file, _, name = nodeid.partition("::")
    part = _PARTS[file].search(name) if file in _PARTS else None
    return f"{file} {part[1]}" if part else file


class LeavingOut:
    """A plugin of pytest: it removes what cannot run here, counts what was removed, and says both at the very end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.left_out: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out tests on data that are not there."""
        if not (REAL / "FashionMNIST").is_dir():
            removed = [item for item in items if item.get_closest_marker("real_data")]
            items[:] = [item for item in items if item not in removed]
            config.hook.pytest_deselected(items=removed)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Give the tests of one group to one worker; ``--dist loadgroup`` of pytest-xdist 3.8 loses pytest 9's groups."""
        # A run in one process needs no pytest-xdist.
        from xdist.scheduler import LoadScopeScheduling

        class Grouped(LoadScopeScheduling):
            def _split_scope(self, nodeid: str) -> str:
                return group_of(nodeid)

        return Grouped(config, log)

    def pytest_deselected(self, items: Iterable[pytest.Item]) -> None:
        """Count tests by the first mark that tells why they were left out."""
        marks = (next((mark for mark in WAYS if item.get_closest_marker(mark)), "") for item in items)
        self.left_out.update(mark for mark in marks if mark)

    def pytest_sessionfinish(self) -> None:
        """Tell the controlling process of pytest-xdist what this worker left out; each collects the same tests."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["left_out"] = dict(self.left_out)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker left out."""
        self.left_out = Counter(getattr(node, "workeroutput", {}).get("left_out", {})) or self.left_out

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up the time of each folder."""
        folder = "/".join(report.nodeid.partition("::")[0].split("/")[:2])
        self.seconds[folder] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the time of each folder, longest first."""
        if not hasattr(self.config, "workeroutput") and self.config.getoption("durations"):
            terminalreporter.section("seconds of each folder, all workers together")
            for folder, seconds in self.seconds.most_common():
                terminalreporter.write_line(f"{seconds:7.1f}  {folder}")

    def pytest_unconfigure(self) -> None:
        """Print what was left out, below pytest's own last line."""
        if not hasattr(self.config, "workeroutput"):
            for mark, count in sorted(self.left_out.items()):
                print(f"Left out: {count} {'test' if count == 1 else 'tests'} {WAYS[mark]}.")
