"""Build distributions as for a release, and install them into a fresh environment, all without a network.

What the distributions declare is linked into that environment from the one that the tests run in, one distribution at
a time and by name: what nobody declares cannot be imported there. The environment of the tests is not touched.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
_NOT_COPIED = shutil.ignore_patterns(
    ".*", "__pycache__", "*.egg-info", "build", "dist", "node_modules", "torchgrade-demo"
)  # fmt: skip
_SECONDS = 300


def copy_of_the_repository(place: Path) -> Path:
    """Copy the checkout, since building writes beside the sources."""
    return Path(shutil.copytree(ROOT, place, ignore=_NOT_COPIED))


@dataclass(frozen=True)
class Wheel:
    """A built wheel and its contents."""

    path: Path
    sdist: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file by its name inside."""
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def packaged(self) -> dict[str, bytes]:
        """The files that lie in packages: all but the metadata."""
        return {name: data for name, data in self.files.items() if ".dist-info/" not in name}

    def metadata_file(self, name: str) -> bytes:
        """Return a file of the metadata."""
        (data,) = (data for path, data in self.files.items() if path.endswith(f".dist-info/{name}"))
        return data

    @cached_property
    def metadata(self) -> Message:
        """Name, requirements, description."""
        return BytesParser().parsebytes(self.metadata_file("METADATA"))

    @property
    def requires(self) -> list[str]:
        """What it declares."""
        return list(self.metadata.get_all("Requires-Dist", []))


def build(project: Path, out: Path) -> Wheel:
    """Build the source distribution, and the wheel from that, with the tools that are installed here."""
    out.mkdir()
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(project)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Wheel(wheel, sdist)


def requirements(declared: Iterable[str], extras: Iterable[str] = ()) -> Iterable[Requirement]:
    """Yield those that hold on this machine."""
    environments = [{"extra": extra} for extra in ("", *extras)]
    for text in declared:
        requirement = Requirement(text)
        if requirement.marker is None or any(requirement.marker.evaluate(one) for one in environments):
            yield requirement


def everything_needed(wheels: Sequence[Wheel]) -> list[importlib.metadata.Distribution]:
    """Return the distributions that the wheels require, and what these require, without the wheels themselves."""
    own = {canonicalize_name(str(wheel.metadata["Name"])) for wheel in wheels}
    todo = [requirement for wheel in wheels for requirement in requirements(wheel.requires)]
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement = todo.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if name in own or (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = importlib.metadata.distribution(name)
        todo += requirements(found[name].requires or (), extras)
    return list(found.values())


class Installation:
    """A fresh virtual environment with wheels in it."""

    def __init__(self, place: Path, wheels: Sequence[Wheel]) -> None:
        self.place = place
        venv.create(place, symlinks=os.name != "nt", with_pip=False)
        scripts = place / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / "python"
        self.program = scripts / "torchgrade"
        self.packages = Path(self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
        assert self.packages.is_relative_to(place)
        for distribution in everything_needed(wheels):
            self._link(distribution)
        self.install(wheels)

    def _link(self, distribution: importlib.metadata.Distribution) -> None:
        """Link the packages, modules and metadata of one distribution."""
        files = distribution.files
        assert files, f"{distribution.name} does not say which files it has"
        for name in sorted({file.parts[0] for file in files} - {"..", "__pycache__"}):
            link = self.packages / name
            if not link.is_symlink():
                link.symlink_to(Path(str(distribution.locate_file(name))).resolve())

    def install(self, wheels: Sequence[Wheel]) -> None:
        """Install wheels; pip refuses them where something that they declare is not there in a version that will do."""
        pip = [
            sys.executable, "-m", "pip", "--isolated", "--python", str(self.python), "install", "--quiet", "--no-index",
            "--disable-pip-version-check", *(str(wheel.path) for wheel in wheels),
        ]  # fmt: skip
        environment = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
        done = subprocess.run(pip, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def run(self, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the environment's Python, isolated from the caller's."""
        return self._run([self.python, "-I", *arguments], cwd or self.place, {})

    def torchgrade(self, *arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the program that was installed, as its user would."""
        return self._run([self.program, *arguments], cwd, environment)

    def _run(
        self, command: Sequence[str | Path], cwd: Path, further: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        # Neither the checkout nor the environment of the tests may be found through the caller's variables, and
        # nothing may be written into the packages that are only linked.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        return subprocess.run(
            [str(word) for word in command], cwd=cwd, env={**kept, "PYTHONDONTWRITEBYTECODE": "1", **further},
            capture_output=True, text=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
