"""The whole chapter: each exercise beside its floor, and one submission with every function.

The submission is the reference solutions. Run ``python -m benchmarks.chapter`` for a table of its own.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from benchmarks.commands import data_root, run, slope
from benchmarks.local import exercises

ASSIGNMENT = "chapter"
COPIES = 22
"""Number of copies in the longer of the two runs of one exercise."""


def source_of(name: str) -> str:
    """Return the text of the module with the reference solution of an exercise."""
    from torchgrade.courses.solutions import reference_of, solutions
    from torchgrade.plugins.manager import Plugins
    from torchgrade.plugins.resources import resolve

    function = resolve(reference_of(solutions(Plugins())[name]))
    return inspect.getsource(sys.modules[function.__module__])


def joined(names: tuple[str, ...]) -> str:
    """Return one file with the reference solutions, each with the helpers that only it defines."""
    future = "from __future__ import annotations\n"
    parts = []
    for name in names:
        tree = ast.parse(source_of(name))
        kept = [
            node for node in tree.body
            if not (isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != name and node.name in names)
            and not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
            and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        ]  # fmt: skip
        parts.append(ast.unparse(ast.Module(body=kept, type_ignores=[])))
    return future + "\n\n\n".join(parts) + "\n"


def measure_floors() -> None:
    """Print the floor of each exercise, in seconds, as JSON: its checks called directly in one warm process."""
    from benchmarks.floor import fork_seconds, seconds, warm_up

    warm_up()
    from benchmarks.local import LocalData, checks
    from torchgrade.datasets.fashion_mnist import load

    names = exercises(ASSIGNMENT)
    # Load the data first, because the stand-ins replace the class that reads it.
    data = LocalData(load(data_root()))
    space = _with_givens(names)
    found: dict[str, float] = {}
    for name in names:
        bound = list(checks(space, [name], data))
        for _, check in bound:
            check()
        found[name] = seconds(bound)
    found["fork"] = fork_seconds()
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


def _with_givens(names: tuple[str, ...]) -> SimpleNamespace:
    """Return the references' functions; they call the course's helpers where they define none.

    Data sets and loaders are replaced as in a worker, because the checks of a loader read the replaced data set.
    """
    from torchgrade.courses.outline import outlines
    from torchgrade.courses.surroundings import read_surroundings
    from torchgrade.plugins.manager import Plugins
    from torchgrade.sandbox.worker.accommodations import Accommodations
    from torchgrade.sandbox.worker.stand_ins import stand_in_for

    package = next(outline.course for outline in outlines(Plugins()) if outline.name == names[0])
    stand_in_for(read_surroundings(package).stand_ins, [source_of(name) for name in names])
    Accommodations().install(())
    functions = {}
    for name in names:
        space: dict[str, object] = {"__name__": name}
        exec(compile(read_surroundings(package).givens, "<givens>", "exec"), space)
        exec(compile(source_of(name), f"<{name}>", "exec"), space)
        functions[name] = space[name]
    return SimpleNamespace(**functions)


def measure() -> dict[str, float]:
    """Return the seconds of the floors, of one more submission of each exercise, and of one with every exercise."""
    _, printed = run(sys.executable, "-m", "benchmarks.chapter", "floors")
    found = {f"floor {name}": value for name, value in json.loads(printed.splitlines()[-1]).items()}
    names = exercises(ASSIGNMENT)
    with tempfile.TemporaryDirectory() as place:
        for name in names:
            file = Path(place) / f"{name}.py"
            file.write_text(source_of(name), "utf-8")
            found[f"grade {name}"], _ = slope(1, [name], file, many=COPIES)
        whole = Path(place) / "chapter.py"
        whole.write_text(joined(names), "utf-8")
        found["grade chapter"], found["start chapter"] = slope(1, names, whole, many=COPIES)
    return found


def show(found: dict[str, float]) -> None:
    """Print a line for each exercise: its floor, one more submission, and the overhead in forks."""
    names, fork = exercises(ASSIGNMENT), found["floor fork"]
    floors, grades = (sum(found[f"{kind} {name}"] for name in names) for kind in ("floor", "grade"))
    print("| exercise | floor | one more submission | overhead in forks |\n| --- | --- | --- | --- |")
    for name in names:
        print(_row(f"`{name}`", found[f"floor {name}"], found[f"grade {name}"], fork))
    print(_row("the sum of these", floors, grades, fork))
    print(_row("one file with all of them", floors, found["grade chapter"], fork))
    print(f"\nstart of a class run with all exercises: {found['start chapter']:.2f} s; a fork: {fork * 1000:.1f} ms")


def _row(text: str, floor: float, grade: float, fork: float) -> str:
    return f"| {text} | {floor * 1000:,.0f} ms | {grade * 1000:,.0f} ms | {(grade - floor) / fork:.1f} |"


if __name__ == "__main__":
    if sys.argv[1:] == ["floors"]:
        measure_floors()
    else:
        show(measure())
