"""What lies in each distribution, and what does not: a student's two hold no solution and no hidden check."""

from __future__ import annotations

import ast
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.distributions.installing import ROOT, Wheel

pytestmark = pytest.mark.long
SOURCES = {
    "torchgrade": ROOT / "src" / "torchgrade",
    "torchgrade-d2l": ROOT / "exercises" / "torchgrade_d2l",
    "torchgrade-d2l-solutions": ROOT / "solutions" / "torchgrade_d2l_solutions",
}
STUDENTS = ("torchgrade", "torchgrade-d2l")
DISTRIBUTIONS = pytest.mark.parametrize("name", SOURCES)


def folder_of(name: str) -> Path:
    """Return the folder of a distribution's pyproject.toml."""
    return ROOT if name == "torchgrade" else SOURCES[name].parent


def source_files(name: str) -> dict[str, Path]:
    """Return the files of a package in the checkout, by the names that they have in a wheel."""
    package = SOURCES[name]
    return {
        file.relative_to(package.parent).as_posix(): file
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@DISTRIBUTIONS
def test_a_wheel_holds_every_file_of_its_package_and_nothing_else(name: str, wheels: dict[str, Wheel]) -> None:
    """Templates, catalogues, the schema, stubs, statements, data; no test, benchmark or tool."""
    sources = source_files(name)

    assert sorted(wheels[name].packaged) == sorted(sources)
    assert [inside for inside, file in sources.items() if wheels[name].packaged[inside] != file.read_bytes()] == []


@DISTRIBUTIONS
def test_a_wheel_says_what_it_is(name: str, wheels: dict[str, Wheel]) -> None:
    project = tomllib.loads((folder_of(name) / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = wheels[name].metadata

    assert metadata["Name"] == name == project["name"]
    assert metadata["Version"] == project["version"]
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    extras = [
        f'{needed}; extra == "{extra}"'
        for extra, several in project.get("optional-dependencies", {}).items()
        for needed in several
    ]
    assert set(map(Requirement, wheels[name].requires)) == set(map(Requirement, [*project["dependencies"], *extras]))


@pytest.mark.parametrize(
    ("name", "needs"), [("torchgrade-d2l", "torchgrade"), ("torchgrade-d2l-solutions", "torchgrade-d2l")]
)
def test_a_course_needs_the_very_version_that_it_was_released_with(
    name: str, needs: str, wheels: dict[str, Wheel]
) -> None:
    assert f"{needs}=={wheels[needs].metadata['Version']}" in wheels[name].requires


@DISTRIBUTIONS
def test_a_wheel_has_its_licence_and_its_readme(name: str, wheels: dict[str, Wheel]) -> None:
    assert wheels[name].metadata_file("licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert wheels[name].metadata["Description-Content-Type"] == "text/markdown"
    assert wheels[name].metadata.get_payload(decode=True) == (folder_of(name) / "README.md").read_bytes()


@DISTRIBUTIONS
def test_a_wheel_registers_its_plugin(name: str, wheels: dict[str, Wheel]) -> None:
    points = wheels[name].metadata_file("entry_points.txt").decode()
    plugin = {
        "torchgrade": "builtin = torchgrade.plugins.builtin",
        "torchgrade-d2l": "d2l = torchgrade_d2l",
        "torchgrade-d2l-solutions": "d2l-solutions = torchgrade_d2l_solutions",
    }[name]

    assert f"[torchgrade]\n{plugin}\n" in points
    assert ("torchgrade = torchgrade.__main__:main" in points) == (name == "torchgrade")


@DISTRIBUTIONS
def test_a_source_distribution_holds_what_its_wheel_was_made_from(name: str, wheels: dict[str, Wheel]) -> None:
    """The wheels were built from it; licence and readme are in it as well."""
    with tarfile.open(wheels[name].sdist) as archive:
        names = {member.partition("/")[2] for member in archive.getnames()}

    assert {"LICENSE", "README.md", "pyproject.toml"} <= names
    assert "benchmarks" not in {inside.partition("/")[0] for inside in names}


def functions(text: str) -> Iterator[str]:
    """Yield the body of each function, without its docstring, as Python writes it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield "\n".join(ast.unparse(statement) for statement in body)


@pytest.mark.parametrize("name", STUDENTS)
def test_a_student_s_wheel_holds_no_solution_and_no_hidden_check(name: str, wheels: dict[str, Wheel]) -> None:
    """Neither by name nor by text: no function of the solutions stands in any file that a student installs."""
    secret = {
        body
        for inside, data in wheels["torchgrade-d2l-solutions"].packaged.items()
        if inside.endswith(".py") and "sample_class" not in inside and inside.count("/") > 1
        for body in functions(data.decode())
    }
    assert len(secret) > 5
    for inside, data in wheels[name].packaged.items():
        # The template of hidden checks, which `torchgrade new exercise` fills, contains none.
        assert "hidden" not in inside.replace("templates/exercise/solutions/hidden.py.jinja", "")
        assert b"torchgrade_d2l_solutions" not in data, inside
        if inside.endswith((".py", ".py.txt")):
            assert secret.isdisjoint(functions(data.decode())), inside


@pytest.mark.parametrize("name", STUDENTS)
def test_no_requirement_of_a_student_s_wheel_brings_the_solutions(name: str, wheels: dict[str, Wheel]) -> None:
    assert not [text for text in wheels[name].requires if "solutions" in text]
