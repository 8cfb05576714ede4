"""What holds for every file of the repository and what no linter says."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = (
    ROOT / "src" / "torchgrade",
    ROOT / "exercises" / "torchgrade_d2l",
    ROOT / "solutions" / "torchgrade_d2l_solutions",
)
PACKAGES = sorted(file for place in SOURCES for file in place.rglob("*.py") if "sample_class" not in file.parts)
TOOL = [file for file in PACKAGES if SOURCES[0] in file.parents]
TESTS = sorted(file for file in (ROOT / "tests").rglob("*.py") if "corpus" not in file.relative_to(ROOT).parts[:-1])
LARGEST = 400


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def entries_of(table: dict[str, object], prefix: str = "") -> set[str]:
    """Return the ids of a catalogue."""
    found: set[str] = set()
    for key, value in table.items():
        found |= entries_of(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return found


def exercise_names() -> list[str]:
    topics = tomllib.loads((SOURCES[1] / "course.toml").read_text("utf-8"))["topics"]
    return [name for topic in topics for name in topic["exercises"]]


@pytest.mark.parametrize("file", PACKAGES + TESTS, ids=name_of)
def test_a_file_can_be_read_in_one_sitting_and_begins_with_what_it_holds(file: Path) -> None:
    text = file.read_text("utf-8")
    tree = ast.parse(text)

    assert len(text.splitlines()) <= LARGEST
    assert ast.get_docstring(tree), "the module has no docstring"
    if len(tree.body) > 1 and not file.name.startswith("stub."):
        first = tree.body[1]
        assert isinstance(first, ast.ImportFrom)
        assert first.module == "__future__"


@pytest.mark.parametrize("file", PACKAGES, ids=name_of)
def test_nothing_is_left_to_do(file: Path) -> None:
    if file.name.startswith("stub."):
        return
    marks = re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", file.read_text("utf-8"))

    assert marks == []


METHODS = {"log_softmax"}
"""Names of exercises that the tool uses as methods of tensors."""


@pytest.mark.parametrize("file", TOOL, ids=name_of)
def test_the_tool_knows_no_exercise_by_name(file: Path) -> None:
    """Docstrings may name one as an example; code may not."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(value=None)
    words = set(re.findall(r"\w+", ast.unparse(tree)))

    assert words & set(exercise_names()) - METHODS == set()


def test_every_test_of_a_module_lies_where_the_module_lies() -> None:
    """``tests/<room>/test_<module>.py`` for ``src/torchgrade/<room>/<module>.py``; other suites have no room's name."""
    rooms = {place.name for place in SOURCES[0].iterdir() if place.is_dir()}
    missing = []
    for file in TESTS:
        inside = file.relative_to(ROOT / "tests")
        if inside.parts[0] not in rooms or not file.name.startswith("test_"):
            continue
        module = SOURCES[0] / inside.with_name(file.name.removeprefix("test_"))
        package = module.with_suffix("")
        if not module.is_file() and not package.is_dir():
            missing.append(name_of(file))

    assert missing == []


def test_every_message_that_the_tool_names_is_in_a_catalogue() -> None:
    """A literal id handed to ``note``, ``render`` or ``say`` of a catalogue is an entry."""
    known: set[str] = set()
    for file in (SOURCES[0] / "catalogues").glob("*.en.toml"):
        known |= entries_of(tomllib.loads(file.read_text("utf-8")))
    pattern = re.compile(r'\b(?:catalogue\.(?:note|render)|self\.say|say|refuse|problem)\(\s*"([a-z_]+\.[a-z_.0-9]+)"')
    used = {
        (name_of(file), found)
        for file in TOOL
        if "reports" not in file.parts  # reports name entries without their table; their own tests render every page
        for found in pattern.findall(file.read_text("utf-8"))
    }

    assert len(used) > 10
    assert {pair for pair in used if pair[1] not in known} == set()


def test_no_entry_stands_in_two_catalogues_of_the_tool() -> None:
    seen: dict[str, str] = {}
    for file in sorted((SOURCES[0] / "catalogues").glob("*.en.toml")):
        for entry in entries_of(tomllib.loads(file.read_text("utf-8"))):
            assert seen.setdefault(entry, file.name) == file.name, entry


def test_the_readme_fits_on_a_page_or_two() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def test_the_constraints_name_versions_and_no_places() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()

    assert all(re.fullmatch(r"[a-z0-9.-]+==[a-z0-9.+]+", line) for line in lines if not line.startswith("#"))


def test_make_and_the_gate_name_the_same_checks() -> None:
    gate = (ROOT / ".ci" / "run").read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)

    assert {"demo", "test", "test-all", "lint", "bench"} <= set(targets)
    assert "make --no-print-directory lint" in gate
    assert "make --no-print-directory test-all" in gate
