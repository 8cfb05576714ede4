"""Options for the choice of an executor, and for the cluster of one that works on other machines."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from torchgrade.cli.guess import require_known
from torchgrade.cli.options import usable_cores
from torchgrade.errors import UsageError
from torchgrade.grading.executors import Cluster
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExecutorSource


class Chosen(Struct, frozen=True):
    """Chosen executor, with its options."""

    executor: str
    """Name of the executor."""
    cluster: Cluster
    """Options of an executor for other machines."""

    def jobs(self, asked: int | None, plugins: Plugins) -> int:
        """Return the number of submissions at a time on this machine.

        :raises UsageError: no plugin adds the executor, or an option is not for it.
        """
        sources: dict[str, ExecutorSource] = {one.name: one for one in plugins.gather("torchgrade_executors")}
        require_known(self.executor, tuple(sources), "executor")
        if sources[self.executor].is_remote:
            if asked is not None:
                raise UsageError(told("cluster.jobs"))
            return 1
        given = [name for name in self.cluster.__struct_fields__ if getattr(self.cluster, name)]
        if given:
            raise UsageError(told("cluster.alone", option=f"--{given[0].replace('_', '-')}"))
        return asked or usable_cores()


def executor_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--executor``, ``--scheduler`` and the files for TLS; the command gets them as one :class:`Chosen`."""

    @functools.wraps(command)
    def chosen(
        *arguments: Any,
        executor: str,
        scheduler: str | None,
        tls_ca_file: Path | None,
        tls_cert: Path | None,
        tls_key: Path | None,
        **options: Any,
    ) -> Any:
        cluster = Cluster(
            scheduler=scheduler or "",
            tls_ca_file=_text(tls_ca_file),
            tls_cert=_text(tls_cert),
            tls_key=_text(tls_key),
        )
        return command(*arguments, executor=Chosen(executor, cluster), **options)

    made: Callable[..., Any] = chosen
    for option in reversed(
        [
            click.option("--executor", default="local", show_default=True, metavar="NAME"),
            click.option("--scheduler", metavar="ADDRESS"),
            *(
                click.option(name, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
                for name in ("--tls-ca-file", "--tls-cert", "--tls-key")
            ),
        ]
    ):
        made = option(made)
    return made


def _text(file: Path | None) -> str:
    return "" if file is None else str(file.absolute())
