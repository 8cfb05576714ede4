"""Module names for importing files beside a submission, including files that only ``%run`` can import."""

from __future__ import annotations

import functools
import posixpath
import re
import shlex
import sys

# These names are reserved because a file called random.py or torch.py must not hide the library of that name.
LIBRARIES = sys.stdlib_module_names | {"torch", "torchvision", "numpy", "matplotlib"}
_SUFFIXES = (".py", ".ipynb")
_LONGEST = 1000


@functools.lru_cache(maxsize=1024)
def module_of(file: str) -> str:
    """Return the name for importing a file without its folder; return an empty string if it cannot be a module.

    ``import`` imports ``ch3.py`` as ``ch3``. A notebook gets a generated name (``ch3_ipynb``), because only ``%run``
    can import it. So does a file whose stem is not a Python name.
    """
    stem, dot, suffix = file.rpartition(".")
    if not stem or dot + suffix.lower() not in _SUFFIXES:
        return ""
    if suffix.lower() == "py" and stem.isidentifier() and stem not in LIBRARIES:
        return stem
    return re.sub(r"^(?=\d)|\W", "_", file)


def words_of(arguments: str) -> list[str]:
    """Return the words of a magic's arguments, with forward slashes in paths."""
    arguments = arguments.replace("\\", "/")
    try:
        return shlex.split(arguments)
    except ValueError:
        return arguments.split()


def run_import(arguments: str) -> str | None:
    """Return the import that is equivalent to ``%run`` with these arguments, or None if they name no file."""
    if len(arguments) > _LONGEST or "://" in arguments:
        return None
    words = words_of(arguments)
    if "-m" in words:
        return None
    plain = [word for word in words if not word.startswith("-")]
    path = next((word for word in plain if word.lower().endswith(_SUFFIXES)), plain[0] if plain else "")
    if not path:
        return None
    folder, _, file = posixpath.normpath(path).rpartition("/")
    module = module_of(file) or module_of(f"{file}.py")
    dotted = f"{folder.replace('/', '.')}.{module}"
    whole = dotted if all(part.isidentifier() for part in dotted.split(".")) else module
    return f"from {whole} import *" if module.isidentifier() else None
