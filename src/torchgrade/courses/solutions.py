"""Solutions that plugins add: reference and hidden checks of each exercise."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable

from torchgrade.errors import CourseError, UsageError
from torchgrade.model.phrases import listed
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import SolutionSource, folder


def solutions(plugins: Plugins) -> dict[str, SolutionSource]:
    """Return the first solution that a plugin adds for each exercise, by its id."""
    found: dict[str, SolutionSource] = {}
    for source in plugins.gather("torchgrade_solutions"):
        found.setdefault(source.exercise, source)
    return found


def require_solutions(exercises: Sequence[str], plugins: Plugins) -> None:
    """Refuse exercises without a solution, because their hidden checks could not run.

    :raises UsageError: names the exercises.
    """
    solved = solutions(plugins)
    missing = [name for name in exercises if name not in solved]
    if missing:
        raise UsageError(told("error.options.no_solution", names=listed(missing)))


def reference_of(source: SolutionSource) -> str:
    """Return the reference solution as ``"package.module:function"``.

    :raises CourseError: the source names neither a package nor a reference.
    """
    if source.reference is not None:
        return source.reference
    if source.package is None:
        raise CourseError(told("error.course.no_package", name=source.exercise))
    return f"{source.package}.reference:{source.exercise}"


def hidden_module(source: SolutionSource) -> str | None:
    """Return the dotted name of the module of the hidden checks, or None if there are none.

    :raises CourseError: the package is not installed.
    """
    if source.hidden is not None:
        return f"{source.hidden}.checks"
    if source.package is None or not (folder(source.package) / "hidden.py").is_file():
        return None
    return f"{source.package}.hidden"


def hidden_checks(source: SolutionSource) -> Traversable | None:
    """Return the file of the hidden checks, or None if there are none.

    :raises CourseError: the package is not installed.
    """
    module = hidden_module(source)
    if module is None:
        return None
    package, _, name = module.rpartition(".")
    return folder(package) / f"{name}.py"
