"""The options that choose an executor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from torchgrade.cli.instructor.executor import Chosen, executor_options
from torchgrade.cli.options import usable_cores
from torchgrade.errors import UsageError
from torchgrade.grading.executors import Cluster
from torchgrade.plugins.manager import Plugins


def chosen(*words: str) -> Chosen:
    """Return what a command gets for these words."""
    found: list[Any] = []

    @click.command()
    @click.option("--other")
    @executor_options
    def command(other: str | None, executor: Chosen) -> None:
        found.append(executor)

    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return found[0]  # type: ignore[no-any-return]


def test_without_options_this_machine_judges_with_all_its_cores() -> None:
    assert chosen() == Chosen("local", Cluster())
    assert chosen().jobs(None, Plugins()) == usable_cores()
    assert chosen().jobs(3, Plugins()) == 3


def test_the_files_of_the_options_are_found_from_any_folder() -> None:
    given = chosen("--executor", "dask", "--scheduler", "tls://host:8786", "--tls-cert", "cert.pem")

    assert given == Chosen("dask", Cluster(scheduler="tls://host:8786", tls_cert=str(Path.cwd() / "cert.pem")))
    assert given.jobs(None, Plugins()) == 1


def test_jobs_is_refused_for_other_machines() -> None:
    with pytest.raises(UsageError, match="--jobs is for this machine only.*--nthreads"):
        chosen("--executor", "dask").jobs(2, Plugins())


@pytest.mark.parametrize("option", ["--scheduler", "--tls-ca-file", "--tls-cert", "--tls-key"])
def test_an_option_for_other_machines_is_refused_for_this_one(option: str) -> None:
    with pytest.raises(UsageError, match=f"{option} needs an executor for other machines"):
        chosen(option, "x").jobs(None, Plugins())


def test_an_unknown_executor_is_named_with_those_that_are_installed() -> None:
    with pytest.raises(UsageError, match=r"There is no executor dusk\. Did you mean dask\? Available: local, dask"):
        chosen("--executor", "dusk").jobs(None, Plugins())
