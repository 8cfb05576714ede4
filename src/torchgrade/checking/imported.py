"""Modules of a course that the files of an exercise import, found in their text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from importlib.resources.abc import Traversable

from torchgrade.errors import CourseError
from torchgrade.plugins.resources import folder

# An import in a string counts too: then a change causes one grading more than needed, and never one too few.
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([\w., \t]+)", re.MULTILINE)
_FROM = re.compile(rb"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n]*)", re.MULTILINE)
_NAME = re.compile(rb"\w+")


def imported_modules(files: Mapping[str, Traversable | bytes], tops: Collection[str]) -> dict[str, Traversable]:
    """Return the modules that Python files import, directly or through other modules, each with its package.

    :param files: contents of files by ``package:name``.
    :param tops: packages whose modules count; modules of others, such as torch, have versions of their own.
    """
    found: dict[str, Traversable] = {}
    waiting = [(name, file) for name, file in files.items() if name.endswith(".py")]
    while waiting:
        name, file = waiting.pop()
        text = file if isinstance(file, bytes) else file.read_bytes()
        for module in _imports(text, name.partition(":")[0]):
            parent, _, last = module.rpartition(".")
            key = f"{parent}:{last}.py"
            if module.partition(".")[0] not in tops or not parent or key in found or key in files:
                continue
            place = _file(module)
            if place is not None:
                found[key] = place
                waiting.append((key, place))
    return found


def _file(module: str) -> Traversable | None:
    """Return the file of a module, or None if it is a package or an attribute."""
    top, *names, last = module.split(".")
    try:
        place = folder(top)
    except CourseError:
        return None
    for name in names:
        place = place / name
    file = place / f"{last}.py"
    return file if file.is_file() else None


def _imports(text: bytes, package: str) -> Iterator[str]:
    """Yield the dotted names that an import may mean: a module, or a name in it that may be a module."""
    for found in _IMPORT.finditer(text):
        for part in found[1].decode().split(","):
            yield part.split()[0] if part.split() else ""
    for found in _FROM.finditer(text):
        dots, base = len(found[1]), found[2].decode()
        if dots:
            # One dot is the package itself, each further dot its parent.
            above = package.split(".")[: len(package.split(".")) - dots + 1]
            base = ".".join([*above, base] if base else above)
        yield base
        for name in _NAME.finditer(found[3]):
            yield f"{base}.{name[0].decode()}"
