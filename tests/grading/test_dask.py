"""The executor dask without its packages."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from torchgrade.errors import UsageError
from torchgrade.grading.dask import make
from torchgrade.grading.executors import Cluster
from torchgrade.model.runs import RunConfig

CONFIG = RunConfig(exercises=("f",), data="d", data_root="", seed=1, hidden_seed=2)


def test_without_the_extra_the_message_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(UsageError, match=r"pip install 'torchgrade\[cluster\]'"):
        make(CONFIG, Cluster(scheduler="tls://host:8786"), lambda _: None)


def test_neither_help_nor_the_commands_of_an_instructor_import_what_only_a_cluster_needs() -> None:
    code = (
        "import sys, torchgrade.cli.instructor.grade, torchgrade.cli.instructor.regrade\n"
        "print([name for name in ('distributed', 'dask', 'tornado', 'torch') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
