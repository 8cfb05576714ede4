"""Command ``torchgrade gradescope``: files for an autograder of Gradescope."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import click
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from torchgrade.cli.language import language_option
from torchgrade.cli.options import assignment_option, read_exercises
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.solutions import solutions
from torchgrade.errors import ExitCode, UsageError
from torchgrade.exports.ci.gradescope_recipe import EDITABLE, EXECUTABLE, WHEELS, Recipe, recipe_files, zipped
from torchgrade.grading.outputs import unwritable
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.files import write_atomically
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import listed
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins

ZIP = "autograder.zip"
_TORCH = ("torch", "torchvision")
_ADDRESS = re.compile(r"https?://[!-~]+")


@click.group()
def gradescope() -> None:
    """Contain the commands for Gradescope."""


@gradescope.command()
@click.argument("folder", default="autograder", type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--exercises", metavar="A,B")
@assignment_option
@click.option("--wheels", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option("--torch-index", default="", metavar="URL")
@click.option(
    "--sandbox",
    type=click.Choice([level.value for level in SandboxLevel]),
    default=SandboxLevel.NONE.value,
    show_default=True,
)
@click.option("--without-hidden", is_flag=True)
@language_option
def init(
    folder: Path,
    exercises: str | None,
    assignment: str | None,
    wheels: Path | None,
    torch_index: str,
    sandbox: str,
    without_hidden: bool,
    lang: str,
) -> int:
    """Write the files of an autograder, and the zip for Gradescope."""
    plugins = Plugins()
    catalogue = catalogue_for(language=lang)
    chosen = read_exercises(exercises, assignment, plugins)
    if not without_hidden:
        _require_solutions(chosen, plugins)
    if torch_index and not _ADDRESS.fullmatch(torch_index):
        raise UsageError(told("error.gradescope.index", name=show_name(torch_index)))
    found = {} if wheels is None else _read_wheels(wheels)
    recipe = Recipe(
        grade=("--exercises", ",".join(chosen), *(("--without-hidden",) if without_hidden else ())),
        sandbox=sandbox,
        language=lang,
        torch=_versions(_TORCH),
        ours=_our_versions(plugins, found),
        index=torch_index,
    )
    files = recipe_files(recipe, catalogue) | {f"{WHEELS}/{name}": data for name, data in found.items()}
    try:
        written, kept = _write(folder, files)
    except OSError as error:
        raise unwritable(folder, error) from error
    _report(written, kept, folder, recipe, catalogue)
    return ExitCode.OK


def _require_solutions(exercises: Iterable[str], plugins: Plugins) -> None:
    solved = solutions(plugins)
    missing = [name for name in exercises if name not in solved]
    if missing:
        raise UsageError(told("error.options.no_solution", names=listed(missing)))


def _read_wheels(folder: Path) -> dict[str, bytes]:
    """Return the content of each wheel in a folder by its name.

    :raises UsageError: the folder contains no wheel, or one cannot be read.
    """
    try:
        found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.whl"))}
    except OSError as error:
        raise UsageError(
            told("error.gradescope.wheels", name=show_name(str(folder)), reason=str(error.strerror))
        ) from error
    if not found:
        raise UsageError(told("error.gradescope.no_wheels", name=show_name(str(folder))))
    return found


def _our_versions(plugins: Plugins, wheels: Iterable[str]) -> dict[str, str]:
    """Return the versions of torchgrade and of the plugins' distributions.

    :raises UsageError: a distribution was installed from a folder of this machine, and no wheel contains it.
    """
    names = dict.fromkeys(filter(None, map(plugins.distribution, plugins.names())))
    packed = {pair for name in wheels if (pair := _wheel(name)) is not None}
    versions = _versions(names)
    local = {name: place for name in versions if (place := _folder_of(name))}
    lacking = {name: place for name, place in local.items() if (canonicalize_name(name), versions[name]) not in packed}
    if lacking:
        _refuse(lacking)
    return versions


def _refuse(lacking: dict[str, str]) -> NoReturn:
    command = shlex.join(["python", "-m", "pip", "wheel", "--no-deps", "--wheel-dir", WHEELS, *lacking.values()])
    raise UsageError(told("error.gradescope.local", names=listed(lacking), command=show(command), folder=WHEELS))


def _wheel(name: str) -> tuple[str, str] | None:
    """Return the normal name and the version of a wheel, or None if its name is not that of a wheel."""
    try:
        distribution, version, *_ = parse_wheel_filename(name)
    except InvalidWheelFilename:
        return None
    return distribution, str(version)


def _folder_of(distribution: str) -> str:
    """Return the folder from which a distribution was installed; empty if it is from a package index (PEP 610)."""
    text = importlib.metadata.distribution(distribution).read_text("direct_url.json")
    if not text:
        return ""
    url = urlsplit(str(json.loads(text).get("url", "")))
    return unquote(url.path) if url.scheme == "file" else ""


def _versions(names: Iterable[str]) -> dict[str, str]:
    """Return the version of each installed distribution."""
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _write(folder: Path, files: dict[str, bytes]) -> tuple[list[Path], list[Path]]:
    """Write the files and their zip; return the written ones and those that stay as the instructor changed them."""
    written, kept = [], []
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in EDITABLE and path.is_file() and path.read_bytes() != data:
            kept.append(path)
            files[name] = path.read_bytes()
        else:
            written.append(write_atomically(path, data))
        if name in EXECUTABLE:
            path.chmod(0o755)
    written.append(write_atomically(folder / ZIP, zipped(files)))
    return written, kept


def _report(written: list[Path], kept: list[Path], folder: Path, recipe: Recipe, catalogue: Catalogue) -> None:
    """Write the names of the files, what the container will do, and the next step."""
    screen = Screen()
    for entry, paths in (("wrote", written), ("kept", kept)):
        for path in paths:
            screen.line(catalogue.render(f"export.gradescope_recipe.{entry}", {}), (show(str(path)), "bold"))
    remarks = []
    if recipe.sandbox == SandboxLevel.NONE:
        remarks.append("sandbox_none")
    if not recipe.index:
        remarks.append("index")
    if "--without-hidden" not in recipe.grade:
        remarks.append("hidden")
    for remark in remarks:
        screen.entry("", catalogue.render(f"export.gradescope_recipe.{remark}", {}))
    screen.entry("", catalogue.render("export.gradescope_recipe.next", {"file": show(str(folder / ZIP))}))
