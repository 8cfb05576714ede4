"""Finders of editable installs know where every solution is installed, so no worker may inherit them.

``pip install -e`` adds a module to the interpreter's start. Its finder maps the names of packages to their folders.
"""

from __future__ import annotations

import importlib
import site
import sys
from typing import Any


def _module_of(finder: Any) -> str:
    """Return the module that defines a finder, which may be a class, an object, a function or a bound method."""
    return str(getattr(getattr(finder, "__self__", finder), "__module__", ""))


def _modules_of_finders() -> frozenset[str]:
    return frozenset(_module_of(finder) for finder in (*sys.meta_path, *sys.path_hooks))


_OF_THE_INTERPRETER = frozenset({"_frozen_importlib", "_frozen_importlib_external", "zipimport"})
_AT_START = _modules_of_finders() - _OF_THE_INTERPRETER
"""Modules of the finders that ``.pth`` files added; libraries add their own finders later, at their import."""


def forget_finders() -> None:
    """Remove the finders that were added at the interpreter's start, their modules and their path hooks.

    Call it before the first fork and after all imports: packages that are imported already stay usable.
    """
    if not _AT_START:
        return
    sys.meta_path[:] = [finder for finder in sys.meta_path if _module_of(finder) not in _AT_START]
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if _module_of(hook) not in _AT_START]
    for name in _AT_START & sys.modules.keys():
        # A class lives until garbage is collected, which takes 0.15 s with torch imported. Until then its methods would
        # keep the names of its module.
        vars(sys.modules.pop(name)).clear()
    # A path hook has its own entry in the path, which names the distribution.
    placeholders = [entry for entry in sys.path if entry.startswith("__editable__.")]
    sys.path[:] = [entry for entry in sys.path if entry not in placeholders]
    for entry in placeholders:
        sys.path_importer_cache.pop(entry, None)
    importlib.invalidate_caches()


def restore_finders() -> None:
    """Run the lines of ``.pth`` files again, as at the interpreter's start. The bench imports courses and solutions."""
    site.addsitepackages(site.removeduppaths())
