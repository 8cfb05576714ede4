"""File that a function of a session is from: an imported module, or a file that ``%run`` executed."""

from __future__ import annotations

import inspect
import json
import os
import re
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec.structs import replace

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import ExerciseResult, Note, SubmissionResult
from torchgrade.model.showable import show

_RUN = re.compile(
    r"^[ \t]*%run[ \t]+(?:-\w+[ \t]+){0,9}(?P<quote>[\"']?)(?P<file>[^\"'\n]{1,1000}?\.(?:py|ipynb))(?P=quote)[ \t]*$",
    re.M,
)
_SUFFIXES = {".py", ".ipynb"}


def origin_of(name: str, namespace: dict[str, Any], executed: Sequence[str]) -> Path | None:
    """Return the student's file that defines a name of the session; return None for a cell or a library.

    :param namespace: names of the session. No function in it is called.
    :param executed: cells, as the student typed them.
    """
    value = namespace.get(name, _in_module(name, namespace))
    if not callable(value):
        return None
    try:
        value = inspect.unwrap(value)
    except ValueError:
        return None
    code = getattr(value, "__code__", None)
    file = getattr(code, "co_filename", None)
    if code is None:
        module = sys.modules.get(str(getattr(value, "__module__", "")))
        file = getattr(module, "__file__", None) if module is not sys.modules.get("__main__") else None
    if isinstance(file, str) and _is_own(Path(file)):
        return Path(file)
    return _executed_from(executed) if _is_of_no_cell(str(file), executed, name) else None


def _in_module(name: str, namespace: dict[str, Any]) -> Any:
    """Return the object of that name in a module of the session, for imports such as ``import ch3``."""
    modules = [value for value in namespace.values() if isinstance(value, ModuleType)]
    return next((vars(one)[name] for one in modules if name in vars(one) and _is_own(Path(one.__file__ or ""))), None)


def _is_own(file: Path) -> bool:
    """Return whether a file can be checked; a cell that a kernel keeps in a file and a library's module cannot."""
    if file.suffix not in _SUFFIXES or not file.is_file():
        return False
    places = {Path(sysconfig.get_path(kind)).resolve() for kind in ("stdlib", "purelib", "platlib")}
    whole = file.resolve()
    kept_cell = any(part.startswith("ipykernel_") for part in whole.parts)
    return not kept_cell and not places.intersection(whole.parents) and "site-packages" not in whole.parts


def _is_of_no_cell(file: str, executed: Sequence[str], name: str) -> bool:
    """Return whether IPython made a function although no cell of the session contains its definition."""
    defines = re.compile(rf"^[ \t]*(?:def|class)[ \t]+{re.escape(name)}\b|^[ \t]*{re.escape(name)}[ \t]*[:=]", re.M)
    return not file.endswith(".py") and not any(defines.search(cell) for cell in executed)


def _executed_from(executed: Sequence[str]) -> Path | None:
    """Return the file that ``%run`` executed last."""
    found = [match["file"].strip() for cell in executed for match in _RUN.finditer(cell)]
    return next((path for file in reversed(found) if (path := Path(file)).is_file()), None)


def origin_note(name: str, file: Path, catalogue: Catalogue) -> Note:
    """Return the sentence that offers to check the file."""
    inside = os.path.relpath(file)
    shown = show(inside if not inside.startswith("..") else str(file), limit=500)
    call = f'check("{name}", file={json.dumps(shown, ensure_ascii=False)})'
    return catalogue.note("session.from_file", exercise=name, file=shown, call=call)


def with_origins(result: SubmissionResult, shell: Any, catalogue: Catalogue) -> SubmissionResult:
    """Return the result with a note on each function that is from a file, because ``check`` can check that file too."""
    executed = list(shell.history_manager.input_hist_raw)
    return replace(
        result, exercises=[_with_origin(found, shell.user_ns, executed, catalogue) for found in result.exercises]
    )


def _with_origin(
    found: ExerciseResult, namespace: dict[str, Any], executed: Sequence[str], catalogue: Catalogue
) -> ExerciseResult:
    file = origin_of(found.exercise, namespace, executed)
    if file is None:
        return found
    # Drop the sentence on the import, because the new note names the same file.
    others = [note for note in found.notes if note.message_id != "slice.elsewhere"]
    return replace(found, notes=[origin_note(found.exercise, file, catalogue), *others])
