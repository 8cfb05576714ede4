"""Option ``--download``: fetch a missing data set, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from torchgrade.datasets.fetching import FetchError, Step, fetch
from torchgrade.datasets.files import Availability
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource, resolve


def download_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--download``."""
    return click.option("--download", is_flag=True)(function)


def require_data(name: str, root: str, plugins: Plugins, catalogue: Catalogue) -> str:
    """Return the folder of a data set; download the data set first if its files are missing.

    :raises UsageError: the data set has no download, or the download failed.
    """
    source: DatasetSource | None = plugins.first("torchgrade_datasets", name)
    if source is None or source.fetch is None or source.available is None:
        raise UsageError(catalogue.render("cli.download.none", {"data": name}))
    found: Availability = resolve(source.available)(root)
    place = root or found.root
    if not found.there:
        _download(source, Path(place), catalogue)
    return place


def _download(source: DatasetSource, root: Path, catalogue: Catalogue) -> None:
    values: dict[str, Value] = {"data": source.name, "place": show_name(str(root))}
    click.echo(catalogue.render("cli.download.start", values), err=True)
    try:
        with show_steps() as tell:
            files = fetch(source.fetch or "", root, tell)
        mib = sum(path.stat().st_size for path in files) / (1 << 20)
    except FetchError as error:
        entry = "failed" if error.reason else "checksum"
        reason = show(error.reason, limit=500) if isinstance(error.reason, str) else error.reason
        more: dict[str, Value] = {"file": show_name(error.file or source.name), "reason": reason}
        raise UsageError(catalogue.render(f"cli.download.{entry}", {**values, **more})) from error
    except OSError as error:
        reason = show(error.strerror or str(error))
        raise UsageError(catalogue.render("cli.download.unwritable", {**values, "reason": reason})) from error
    click.echo(catalogue.render("cli.download.done", {**values, "files": len(files), "mib": mib}), err=True)


@contextmanager
def show_steps(stream: TextIO | None = None) -> Iterator[Callable[[Step], None]]:
    """Show the progress of each file as a bar on a stream, stderr by default; only a terminal gets a bar."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    name = TextColumn("{task.description}", markup=False)
    with Progress(name, BarColumn(), DownloadColumn(), TransferSpeedColumn(), console=Console(file=stream)) as bar:
        tasks: dict[int, Any] = {}

        def tell(step: Step) -> None:
            if step.number not in tasks:
                tasks[step.number] = bar.add_task(f"{step.number}/{step.of} {show_name(step.file)}", total=None)
            bar.update(tasks[step.number], completed=step.done, total=step.total)

        yield tell
