"""The installed packages that submissions may import, found by name and without importing any."""

from __future__ import annotations

import importlib.machinery
import importlib.metadata
import importlib.util
import os
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from packaging.requirements import InvalidRequirement, Requirement


class Packages(Struct, frozen=True, kw_only=True):
    """Modules that may be imported, with everything that they require."""

    modules: tuple[str, ...]
    """Top-level names, sorted: ``PIL``, ``torch``."""
    paths: tuple[str, ...]
    """Files and folders that contain them, sorted, with the metadata of their distributions."""


def find_packages(names: Iterable[str]) -> Packages:
    """Find modules and, through the metadata of their distributions, everything that they require.

    :param names: top-level names of modules; a module that is not installed is left out.
    """
    modules: set[str] = set()
    paths: set[str] = set()
    seen: set[str] = set()
    waiting = list(names)
    for name in waiting:
        places = list(_places(name))
        if places:
            modules.add(name)
            paths.update(places)
    while waiting:
        name = _normal(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except (importlib.metadata.PackageNotFoundError, ValueError):
            continue
        for component in _components(distribution):
            place = str(distribution.locate_file(component))
            if os.path.lexists(place):
                paths.add(place)
                modules.update(_module(component))
        waiting += _requirements(distribution)
    return Packages(modules=tuple(sorted(modules)), paths=tuple(sorted(paths)))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _places(name: str) -> Iterator[str]:
    """Yield the places of a module that may belong to no distribution, or to one that is linked from elsewhere."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return
    if spec is None:
        return
    if spec.submodule_search_locations is not None:
        yield from spec.submodule_search_locations
    elif spec.has_location and spec.origin is not None:
        yield spec.origin


def _components(distribution: importlib.metadata.Distribution) -> set[str]:
    """Return the top-level entries of a distribution, ``numpy`` and ``numpy.libs``, from its list of files."""
    # Some records have tens of thousands of lines, so only the beginning of each line is read.
    record = distribution.read_text("RECORD")
    if record is None:
        # Installed by the system's package manager; a name may be the name of a folder, a file or a library.
        names = (distribution.read_text("top_level.txt") or "").split()
        return {name + suffix for name in names for suffix in ("", *importlib.machinery.all_suffixes())}
    entries = {line.split("/", 1)[0].split(",", 1)[0].strip('"') for line in record.splitlines()}
    return {entry for entry in entries if entry not in {"", "..", "__pycache__"} and not entry.endswith(".pth")}


def _module(component: str) -> Iterator[str]:
    """Yield the name under which a top-level entry can be imported, if there is one."""
    name = component.partition(".")[0]
    is_module = component == name or component.endswith((".py", ".so", ".pyd"))
    if is_module and name.isidentifier():
        yield name


def _requirements(distribution: importlib.metadata.Distribution) -> Iterator[str]:
    for text in distribution.requires or ():
        try:
            wanted = Requirement(text)
        except InvalidRequirement:
            continue
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            yield wanted.name
