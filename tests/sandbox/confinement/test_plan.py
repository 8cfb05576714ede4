"""Whatever lies beside packages, below an interpreter or behind links: solutions and checks are never readable."""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path

import pytest

from tests.sandbox.confinement.layouts import FakePython, Layout, make
from torchgrade.courses.outline import outlines
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.confinement.plan import (
    ALWAYS,
    LAYERS,
    Plan,
    make_plan,
    plugin_folders,
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A virtual environment over an interpreter that has packages below its standard library."""
    make(
        tmp_path,
        "python/lib/python3/os.py",
        "python/lib/python3/json/decoder.py",
        "python/lib/python3/site-packages/old_solutions/softmax.py",
        "python/lib/python3/dist-packages/system_solutions/softmax.py",
        "venv/lib/python3/site-packages/torch/nn.py",
        "venv/lib/python3/site-packages/torch-2.dist-info/METADATA",
        "venv/lib/python3/site-packages/six.py",
        "venv/lib/python3/site-packages/solutions/softmax.py",
        "venv/lib/python3/site-packages/solutions-1.dist-info/entry_points.txt",
        "venv/lib/python3/site-packages/single_solution.py",
        "venv/lib/python3/site-packages/__pycache__/single_solution.cpython-311.pyc",
        "venv/lib/python3/site-packages/torchgrade/checking/grade.py",
        "checkout/solutions/softmax.py",
        "checkout/tests/corpus.py",
    )
    return Layout(tmp_path)


STANDARD = ["python/lib/python3", "venv/lib/python3"]
FOLDERS = [
    "python/lib/python3/site-packages", "python/lib/python3/dist-packages", "venv/lib/python3/site-packages",
]  # fmt: skip
SITE = "venv/lib/python3/site-packages"
TORCH = [f"{SITE}/torch", f"{SITE}/torch-2.dist-info", f"{SITE}/six.py"]


def test_of_a_folder_of_packages_those_that_are_named_can_be_read(layout: Layout) -> None:
    layout.read(STANDARD, FOLDERS, TORCH)

    assert layout.can_read(f"{SITE}/torch/nn.py")
    assert layout.can_read(f"{SITE}/torch-2.dist-info/METADATA")
    assert layout.can_read(f"{SITE}/six.py")


@pytest.mark.parametrize(
    "file",
    [
        f"{SITE}/solutions/softmax.py",
        f"{SITE}/solutions-1.dist-info/entry_points.txt",
        f"{SITE}/single_solution.py",
        f"{SITE}/__pycache__/single_solution.cpython-311.pyc",
        f"{SITE}/torchgrade/checking/grade.py",
        "python/lib/python3/site-packages/old_solutions/softmax.py",
        "python/lib/python3/dist-packages/system_solutions/softmax.py",
        "checkout/solutions/softmax.py",
    ],
)
def test_what_lies_beside_them_cannot(file: str, layout: Layout) -> None:
    assert not layout.read(STANDARD, FOLDERS, TORCH).can_read(file)


def test_a_standard_library_that_contains_packages_is_granted_in_parts_and_can_be_listed(layout: Layout) -> None:
    layout.read(STANDARD, FOLDERS, TORCH)

    assert layout.can_read("python/lib/python3/os.py")
    assert layout.can_read("python/lib/python3/json/decoder.py")
    assert str(layout.root / "python/lib/python3") not in layout.trees
    assert layout.lists("python/lib/python3")


def test_a_standard_library_of_its_own_is_granted_whole(layout: Layout) -> None:
    layout.read(["python/lib/python3/json"], FOLDERS, TORCH)

    assert str(layout.root / "python/lib/python3/json") in layout.trees
    assert not layout.lists("python/lib/python3/json")


def test_names_can_be_listed_where_packages_are_found(layout: Layout) -> None:
    """Nothing could be imported otherwise."""
    assert layout.read(STANDARD, FOLDERS, TORCH).lists(SITE)


def test_a_package_that_contains_a_plugin_is_granted_in_parts(layout: Layout) -> None:
    make(layout.root, f"{SITE}/torch/solutions/softmax.py")
    layout.read(STANDARD, FOLDERS, TORCH, [f"{SITE}/torch/solutions"])

    assert layout.can_read(f"{SITE}/torch/nn.py")
    assert not layout.can_read(f"{SITE}/torch/solutions/softmax.py")
    assert layout.lists(f"{SITE}/torch")


@pytest.mark.parametrize("package", ["solutions", "solutions/softmax.py"])
def test_a_plugin_is_never_readable_even_where_it_is_asked_for(package: str, layout: Layout) -> None:
    layout.read(STANDARD, FOLDERS, [f"{SITE}/{package}"], [f"{SITE}/solutions"])

    assert not layout.can_read(f"{SITE}/solutions/softmax.py")


def test_a_package_that_is_a_link_is_granted_where_it_leads(layout: Layout) -> None:
    make(layout.root, "elsewhere/numpy/core.py", "elsewhere/notes.py")
    (layout.root / SITE / "numpy").symlink_to(layout.root / "elsewhere" / "numpy")
    layout.read(STANDARD, FOLDERS, [f"{SITE}/numpy"])

    assert layout.can_read(f"{SITE}/numpy/core.py")
    assert str(layout.root / "elsewhere" / "numpy") in layout.trees
    assert not layout.can_read("elsewhere/notes.py")


@pytest.mark.parametrize("plugged", [f"{SITE}/linked", "checkout/solutions"])
def test_a_plugin_behind_a_link_stays_apart(plugged: str, layout: Layout) -> None:
    """Whichever of its two paths is known, and whichever is asked for."""
    (layout.root / SITE / "linked").symlink_to(layout.root / "checkout" / "solutions")
    layout.read([*STANDARD, "checkout"], FOLDERS, [f"{SITE}/linked"], [plugged])

    assert not layout.can_read("checkout/solutions/softmax.py")
    assert layout.can_read("checkout/tests/corpus.py")


def test_a_folder_of_packages_behind_a_link_stays_apart(layout: Layout) -> None:
    """``lib64`` is often a link to ``lib``."""
    (layout.root / "python" / "lib64").symlink_to("lib")
    layout.read(["python/lib64/python3"], FOLDERS, [])

    assert layout.can_read("python/lib/python3/os.py")
    assert not layout.can_read("python/lib/python3/site-packages/old_solutions/softmax.py")


def test_links_that_lead_upwards_end(layout: Layout) -> None:
    for name in ("self", "json/self"):
        (layout.root / "python/lib/python3" / name).symlink_to(layout.root / "python/lib/python3")
    layout.read(STANDARD, FOLDERS, TORCH)

    assert not layout.can_read("python/lib/python3/site-packages/old_solutions/softmax.py")


def test_places_that_are_not_there_or_lead_nowhere_are_left_out(layout: Layout) -> None:
    (layout.root / "dangling").symlink_to(layout.root / "nowhere")

    assert layout.read(["no_such_place", "dangling"], FOLDERS, []).trees == ()


def test_a_name_that_only_begins_alike_is_not_within(layout: Layout) -> None:
    make(layout.root, f"{SITE}/torch_solutions/softmax.py")
    layout.read(STANDARD, FOLDERS, TORCH)

    assert not layout.can_read(f"{SITE}/torch_solutions/softmax.py")


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePython:
    return FakePython(tmp_path, monkeypatch)


def test_folders_of_packages_are_those_on_the_path_without_the_standard_library(python: FakePython) -> None:
    assert python.folders() == {"venv/lib/site-packages", "linked"}


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_an_interpreter_below_a_virtual_environment_has_packages_too(name: str, python: FakePython) -> None:
    """They are not on the path of the virtual environment, and lie below the standard library nevertheless."""
    make(python.root, f"base/lib/{name}/solutions/softmax.py")

    assert f"base/lib/{name}" in python.folders()


def test_a_folder_around_the_standard_library_is_not_one_of_packages(python: FakePython) -> None:
    """Else it could not be told apart from the library, and no worker could import anything."""
    python.search("base", "/", "venv/lib/site-packages")

    assert python.folders() == {"venv/lib/site-packages"}


class Plugged:
    """A plugin whose module says that it belongs to a package."""

    def __init__(self, name: str) -> None:
        self.__name__ = name


def test_the_whole_package_of_a_plugin_is_a_plugins_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "real/solved/plugin.py")
    (tmp_path / "link").symlink_to("real")
    package = types.ModuleType("plan_solved")
    package.__path__ = [str(tmp_path / "link" / "solved")]
    monkeypatch.setitem(sys.modules, "plan_solved", package)
    plugins = Plugins([Plugged("plan_solved.hooks.plugin"), Plugged("plan_without_package")], entry_points=False)

    assert plugin_folders(plugins) == [os.path.realpath(tmp_path / "real" / "solved")]


@pytest.fixture(scope="module")
def real() -> Plan:
    plugins = Plugins()
    return make_plan(plugins, [outline.name for outline in outlines(plugins)], SandboxLevel.B)


def within(path: str, plan: Plan) -> bool:
    return any(path == tree or path.startswith(tree + "/") for tree in plan.trees)


def test_of_what_is_installed_here_no_plugin_and_nothing_of_torchgrade_is_readable(real: Plan) -> None:
    files = [
        os.path.join(folder, name)
        for place in plugin_folders(Plugins())
        for folder, _, names in os.walk(place)
        for name in names
    ]

    assert len(files) > 100
    assert [file for file in files if within(os.path.realpath(file), real)] == []
    assert any("torchgrade_d2l_solutions" in file for file in files)


def test_of_what_is_installed_here_torch_and_the_standard_library_are_readable(real: Plan) -> None:
    import torch

    assert within(os.path.realpath(torch.__file__), real)
    assert within(os.path.realpath(os.__file__), real)
    assert {"torch", "numpy"} <= set(real.modules)
    assert "torchgrade" not in real.modules


def test_the_witness_exists_and_cannot_be_read(real: Plan) -> None:
    assert os.path.isfile(real.witness)
    assert not within(real.witness, real)


def test_a_run_without_isolation_has_the_layers_of_any_worker_and_nothing_to_grant() -> None:
    plan = make_plan(Plugins([], entry_points=False), [], SandboxLevel.NONE)

    assert (plan, plan.layers, plan.confines) == (Plan(), ALWAYS, False)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_can_be_left_out(layer: str) -> None:
    plan = make_plan(Plugins([], entry_points=False), [], SandboxLevel.A, without=(layer, "bubblewrap"))

    assert plan.layers == tuple(one for one in LAYERS if one != layer)
    assert plan.confines
