"""Return values of hooks: names and resources, never functions, so that registering imports no torch.

A *reference* is ``"package.module:attribute"``; a *package* is a dotted name whose files are resources.
"""

from __future__ import annotations

import importlib
import importlib.resources
import traceback
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import Struct

from torchgrade.errors import CourseError
from torchgrade.model.phrases import Phrase, Value, phrase
from torchgrade.model.places import place
from torchgrade.model.told import told


class CourseSource(Struct, frozen=True, kw_only=True):
    """A course: a package with ``course.toml``, catalogues and a folder for each exercise."""

    name: str
    """Id of the course."""
    package: str
    """The package that contains ``course.toml``."""


class BandSource(Struct, frozen=True, kw_only=True):
    """Trainings of the reference, whose spread is drawn beside a submission's curve (ruling 15).

    A file contains the curves, with the digests of the data and texts that produced them. If the run's data or the
    reference differs, the bench makes the curves again, once, before it judges anything.
    """

    curve: str
    """Name of the curve beside which the band is drawn, ``curve.train_loss``."""
    trainings: int
    """Number of trainings of the reference, at least 1."""
    train: str
    """Reference to ``train(dataset: Dataset, number: int) -> Sequence[Point]``: the curve of one training of
    the reference, ``number`` from 0. It depends on the two arguments alone, all its numbers are finite, and
    every training has the same x. Called in the bench, never in a worker."""
    made_from: tuple[str, ...]
    """The texts that the curves depend on, the reference among them, each as ``"package:file"``."""
    file: str
    """``"package:file"`` of the file that ``torchgrade.checking.bands:write`` has written."""


class SolutionSource(Struct, frozen=True, kw_only=True):
    """The part of one exercise that only an instructor installs."""

    exercise: str
    """Id of the exercise."""
    package: str | None = None
    """Package of the solution: its ``reference.py`` defines the function, and its ``hidden.py``, if there is one, the
    hidden checks."""
    reference: str | None = None
    """``"package.module:function"``, if it is not in ``reference.py`` of the package."""
    hidden: str | None = None
    """Package that contains the hidden checks as ``checks.py``, if they are not in ``hidden.py`` of ``package``."""
    bands: tuple[BandSource, ...] = ()
    """Trainings of the reference, one source per curve that the checks attach."""


class DatasetSource(Struct, frozen=True, kw_only=True):
    """A data set that trainings can use."""

    name: str
    """Name of the data set for ``--data``."""
    load: str
    """Reference to ``load(root: str) -> torchgrade.datasets.Dataset``."""
    describe: str
    """One line for a list: a text, or an entry of the catalogue of torchgrade or of a course."""
    available: str | None = None
    """Reference to ``available(root: str) -> torchgrade.datasets.files.Availability``, for ``doctor``.

    It checks whether the files exist without reading them, and imports only light modules. None if the data set cannot
    be checked.
    """
    fetch: str | None = None
    """Reference to ``fetch(folder: str, tell: torchgrade.datasets.fetching.Tell) -> None``, a download.

    It writes the files into a folder as ``load`` expects them below its root. ``--download`` calls it in a process of
    its own, so it may import torch. None if the set cannot be downloaded; needs ``available``.
    """


class ReaderSource(Struct, frozen=True, kw_only=True):
    """A format in which code is submitted (ruling 21)."""

    name: str
    """``python``, ``notebook``."""
    claims: str
    """Reference to ``claims(name: str) -> bool``; called in the command, so it imports only light modules."""
    cells: str
    """Reference to ``cells(data: bytes) -> list[torchgrade.readers.cells.Cell]``; called in the judge."""
    is_document: bool = False
    """Whether such files are mostly prose: ``check`` and ``watch`` take one only if it is named."""


class DeliverySource(Struct, frozen=True, kw_only=True):
    """The names that a system for courses gives to submitted files."""

    name: str
    """Name of the layout for ``--layout``."""
    describe: str
    """One line for a list, the form of the names: a text, or an entry of torchgrade's catalogue."""
    recognises: str
    """Reference to ``recognises(entries: Sequence[Entry]) -> bool`` (torchgrade.deliveries.layouts)."""
    read: str
    """Reference to ``read(entries: Sequence[Entry], text: Text) -> Sequence[Claim | None]`` of the same module."""
    is_certain: bool = False
    """Whether the names are so distinctive that an export inside a folder or an archive is searched for."""


class ExporterSource(Struct, frozen=True, kw_only=True):
    """A file that is written from the results."""

    name: str
    """Id of the exporter in messages, and for ``export --to``."""
    export: str = ""
    """Reference to ``export(results: Sequence[SubmissionResult], rows: RunRows, folder: Path) -> Path``.

    The results are sorted by id. Each pass reads them from the run, one after another.
    """
    always: bool = False
    """Whether every class run writes it; it then needs ``export``."""
    plan: str = ""
    """Reference to ``plan(order: ExportOrder) -> Planned`` (torchgrade.exports.planned), for ``export --to``.

    It writes nothing. It raises UsageError if the order lacks a template or an option that it needs.
    """
    describe: str = ""
    """One line for a list: a text, or an entry of torchgrade's catalogue."""


class ReportSection(Struct, frozen=True, kw_only=True):
    """A part of a page that a plugin adds."""

    name: str
    """Id: letters, digits, ``-`` and ``_``; the anchor on its page is ``section-<name>``."""
    page: str
    """``class`` or ``student``."""
    render: str
    """Reference to ``render(results: Sequence[SubmissionResult]) -> markupsafe.Markup``.

    It gets all results for the class page, and one result for a student's page. A plain ``str`` is escaped. On a page
    of another language the part is marked as English, so give an element in another language its own ``lang``.
    """


class CommandSource(Struct, frozen=True, kw_only=True):
    """A command of the command line."""

    name: str
    """Name of the command as a user types it."""
    command: str
    """Reference to a ``click.Command``, imported only when it is called."""
    help: str = ""
    """One line for ``--help``, if no catalogue has the entry ``help.<name>.summary``."""
    messages: str = ""
    """Package whose folder contains catalogues, ``<part>.<language>.toml``, with the entries ``help.<name>.<option>``
    and all other sentences of the command; empty if it has none."""


class LanguageSource(Struct, frozen=True, kw_only=True):
    """A language beside English and Chinese."""

    code: str
    """Two or three letters, as in ISO 639: ``fr``."""
    name: str
    """Name of the language in that language: ``Français``."""
    package: str
    """Package whose folder contains the catalogues, ``<part>.<code>.toml``, for the tool and for courses."""


class ExecutorSource(Struct, frozen=True, kw_only=True):
    """A way to run jobs."""

    name: str
    """Id of the executor: ``local``."""
    make: str
    """Reference to ``make(config: RunConfig, jobs: int) -> Executor`` (torchgrade.grading.executors)."""
    is_remote: bool = False
    """Whether the executor takes ``--scheduler`` and the options for TLS, and decides itself how many submissions it
    grades at a time. Its ``make`` is ``make(config: RunConfig, cluster: Cluster, tell: Tell) -> Executor``."""


_IMPORTING = ("<frozen importlib", importlib.__file__, __file__)


def resolve(reference: str) -> Any:
    """Import the attribute that ``"package.module:attribute"`` names."""
    module, _, attribute = reference.partition(":")
    try:
        found = importlib.import_module(module)
        return getattr(found, attribute)
    except Exception as error:
        # Importing runs the module, so any exception is its author's to fix.
        if isinstance(error, CourseError):
            # It names the place and the fix already.
            raise
        where = place_of(error)
        values: dict[str, Value] = {
            "reference": reference,
            "reason": repr(error.msg if isinstance(error, SyntaxError) else error),
            "mend": phrase("error.plugin.correct", place=where) if where else "",
        }
        raise CourseError(told("error.plugin.not_importable", **values)) from error


def place_of(error: BaseException, file: str = "") -> Phrase | None:
    """Return the file and the line at which an import failed; None if no file of a plugin is known.

    :param file: the file to look for; the last one that is not part of the import system if it is empty.
    """
    if isinstance(error, SyntaxError) and error.filename:
        return place(error.filename, error.lineno or 0)
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if (f.filename == file if file else not f.filename.startswith(_IMPORTING))]
    return place(own[-1].filename, own[-1].lineno or 0) if own else None


def resource(name: str) -> Traversable:
    """Return the file that ``"package:file"`` names, whether it exists or not."""
    package, _, file = name.partition(":")
    return folder(package) / file


def folder(package: str) -> Traversable:
    """Return the folder of an installed package."""
    try:
        return importlib.resources.files(package)
    except ImportError as error:
        raise CourseError(told("error.plugin.no_package", name=package)) from error
