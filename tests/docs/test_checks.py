"""docs/checks.md names what there is, and its examples are an exercise that passes the audit."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import torchgrade.testing
from tests.docs.fresh import ROOT, FreshEnvironment
from tests.docs.walking import File, steps
from torchgrade.checking import assertions, gradients, integrity, shared_mistakes, standard, statistics
from torchgrade.checking.collection import Kind
from torchgrade.checking.fixtures import FIXTURES, Fixtures
from torchgrade.checking.mistake import Mistakes

DOCUMENT = (ROOT / "docs" / "checks.md").read_text("utf-8")
NEW = 'torchgrade new course sums --languages en && cd sums && torchgrade new exercise total --signature "total(X, y)"'
COURSE, SOLUTION = Path("sums/basics/total"), Path("solutions/sums_solutions/basics/total")
OTHERS = {
    COURSE / "exercise.toml": 'title = "Total"\nsignature = "total(X, y)"\nsection = "1"\n',
    COURSE / "oracle.py": '"""Nothing: checks.py has the right answer."""\n',
    COURSE / "stub.py": '"""Exercise total."""\n\n\ndef total(X, y):\n    raise NotImplementedError\n',
    COURSE / "statement.en.md": "# total(X, y)\n\nReturn the sum of the products.\n",
    COURSE / "hints.en.md": "One.\n---\nTwo.\n---\nThree.\n",
}


def functions_of(module: object) -> set[str]:
    """Return the public functions that a module defines."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {name for name, one in found if not name.startswith("_") and one.__module__ == module.__name__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(functions_of(standard)))
def test_every_standard_check_is_in_the_document(name: str) -> None:
    assert f"| `{name}(" in DOCUMENT


@pytest.mark.parametrize("name", ["cut_graph", "fixed_float32", "argument_order", "changed_in_place"])
def test_every_shared_mistake_of_the_document_exists(name: str) -> None:
    assert f"`{name}`" in DOCUMENT
    assert name in functions_of(shared_mistakes)


def test_every_assertion_of_the_document_exists() -> None:
    modules = {"assertions": assertions, "gradients": gradients, "integrity": integrity, "statistics": statistics}
    found = re.findall(r"^\| `(assertions|gradients|integrity|statistics)\.(\w+)\(([^`]*)\)`", DOCUMENT, re.MULTILINE)

    assert len(found) >= 7
    for module, name, parameters in found:
        known = inspect.signature(getattr(modules[module], name)).parameters
        assert len(re.split(r", ", parameters)) <= len(known), name


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_in_the_document(kind: Kind) -> None:
    assert f"`{kind}`" in DOCUMENT


@pytest.mark.parametrize("name", ["student", "tensors", "policy", "references", "data", "reference"])
def test_every_fixture_of_the_document_exists(name: str) -> None:
    assert f"`{name}`" in DOCUMENT
    assert name in FIXTURES
    assert hasattr(Fixtures, name)


@pytest.mark.parametrize("name", sorted(set(inspect.signature(Mistakes.__call__).parameters) - {"self", "name"}))
def test_every_argument_of_a_mistake_is_in_the_document(name: str) -> None:
    assert re.search(rf"^\| `{name}[`=]", DOCUMENT, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in torchgrade.testing.__all__ if name != "AuditCase"])
def test_every_name_of_the_testing_module_is_in_the_document(name: str) -> None:
    assert f"`{name}" in DOCUMENT


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_examples_are_an_exercise_that_passes_the_audit(tmp_path: Path) -> None:
    environment = FreshEnvironment(tmp_path / "environment")
    assert environment.run(NEW, tmp_path).returncode == 0
    course = tmp_path / "sums"
    for step in steps(DOCUMENT):
        if isinstance(step, File):
            place = SOLUTION if step.path in ("reference.py", "variants.py") else COURSE
            (course / place / step.path).write_text(step.text, "utf-8")
    for path, text in OTHERS.items():
        (course / path).write_text(text, "utf-8")
    environment.run("rm -r tests/corpus solutions/sums_solutions/basics/total/hidden.py", course)
    environment.run("pip install -e . -e solutions", course)

    done = environment.run("torchgrade audit total --seeds 3", course)

    assert "0 findings" in done.stdout.splitlines()[-1], done.stdout + done.stderr
