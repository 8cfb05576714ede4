"""What submissions may import is found by names and metadata, with all that it rests on, and without importing any."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from torchgrade.plugins.packages import find_packages

Install = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that nothing else is in."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.fixture
def install(site: Path) -> Install:
    """Return a function that installs a distribution of some files."""

    def installed(
        name: str, *files: str, requires: tuple[str, ...] = (), record: bool = True, top_level: str = ""
    ) -> Path:
        for file in files:
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).write_text("raise RuntimeError('finding imports nothing')\n")
        info = site / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        lines = [f"Requires-Dist: {text}" for text in requires]
        (info / "METADATA").write_text("\n".join([f"Name: {name}", "Version: 1.0", *lines, ""]))
        if record:
            lines = [f"{file},sha256=x,1" for file in (*files, f"{info.name}/METADATA")]
            (info / "RECORD").write_text("\n".join(lines) + "\n")
        if top_level:
            (info / "top_level.txt").write_text(top_level)
        return info

    return installed


def found(site: Path, *names: str) -> tuple[list[str], list[str]]:
    """Return the modules, and the paths relative to the folder."""
    packages = find_packages(names)
    return list(packages.modules), [os.path.relpath(path, site) for path in packages.paths]


def test_a_package_comes_with_the_metadata_of_its_distribution(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", "fakelib/part.py", "fakelib.libs/libx.so")

    assert found(site, "fakelib") == (["fakelib"], ["fakelib", "fakelib-1.0.dist-info", "fakelib.libs"])


def test_what_lies_beside_it_does_not_come(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py")
    install("solutions", "solutions/__init__.py", requires=("fakelib",))

    assert found(site, "fakelib")[0] == ["fakelib"]


def test_all_that_it_rests_on_comes_too(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", requires=("middle>=1", "single; python_version > '3'"))
    install("middle", "middle/__init__.py", requires=("last",))
    install("last", "last/__init__.py", "last_extra/__init__.py")
    install("single", "single.py")

    assert found(site, "fakelib")[0] == ["fakelib", "last", "last_extra", "middle", "single"]
    assert "single.py" in found(site, "fakelib")[1]


def test_two_that_rest_on_each_other_are_found_once(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", requires=("other", "fakelib"))
    install("other", "other/__init__.py", requires=("fakelib",))

    assert found(site, "fakelib")[0] == ["fakelib", "other"]


@pytest.mark.parametrize("text", ["other; extra == 'plots'", "other; python_version < '3'", "other ==", "", "no-such"])
def test_what_is_not_required_here_does_not_come(text: str, site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", requires=(text,))
    install("other", "other/__init__.py")

    assert found(site, "fakelib")[0] == ["fakelib"]


def test_names_of_distributions_are_the_same_however_they_are_written(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", requires=("Some.Other_Thing[fast] (>=1)",))
    install("some-other-thing", "thing/__init__.py")

    assert found(site, "fakelib")[0] == ["fakelib", "thing"]


def test_scripts_path_files_and_caches_do_not_come(site: Path, install: Install) -> None:
    (site / "evil.pth").write_text("")
    install("fakelib", "fakelib.py", "evil.pth", "__pycache__/fakelib.cpython-311.pyc")
    record = site / "fakelib-1.0.dist-info" / "RECORD"
    record.write_text(record.read_text() + "../../bin/fakelib,sha256=x,1\n")

    assert found(site, "fakelib") == (["fakelib"], ["fakelib-1.0.dist-info", "fakelib.py"])


def test_a_file_that_is_recorded_and_gone_is_left_out(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", "gone/__init__.py")
    (site / "gone" / "__init__.py").unlink()
    (site / "gone").rmdir()

    assert found(site, "fakelib")[0] == ["fakelib"]


def test_a_module_in_a_compiled_file_is_imported_by_the_name_before_the_dots(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", "_fast.cpython-311-x86_64-linux-gnu.so", "notes.txt")

    assert found(site, "fakelib")[0] == ["_fast", "fakelib"]


def test_a_quoted_line_of_the_record_is_read_as_its_path(site: Path, install: Install) -> None:
    install("fakelib", "fakelib/__init__.py", "quoted/__init__.py")
    record = site / "fakelib-1.0.dist-info" / "RECORD"
    record.write_text('"quoted/a,b.py",sha256=x,1\nfakelib/__init__.py,,\n')

    assert found(site, "fakelib")[0] == ["fakelib", "quoted"]


def test_without_a_record_the_top_level_names_are_folders_and_files(site: Path, install: Install) -> None:
    """As a system's own packages are installed."""
    install(
        "fakelib", "fakelib/__init__.py", "fakesix.py", record=False, top_level="fakelib\nfakesix\nnot_there\n",
    )  # fmt: skip

    assert found(site, "fakelib") == (["fakelib", "fakesix"], ["fakelib", "fakesix.py"])


def test_a_module_that_belongs_to_no_distribution_is_found_where_it_lies(site: Path) -> None:
    (site / "loose.py").write_text("raise RuntimeError\n")
    (site / "loose_folder").mkdir()
    (site / "loose_folder" / "__init__.py").write_text("")

    assert found(site, "loose", "loose_folder") == (["loose", "loose_folder"], ["loose.py", "loose_folder"])


def test_a_module_that_is_linked_from_elsewhere_is_found_there(
    site: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editable install records no module, and puts a folder on the path."""
    install("fakelib", "__editable__.fakelib-1.0.pth")
    (site / "checkout" / "fakelib").mkdir(parents=True)
    (site / "checkout" / "fakelib" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(site / "checkout"))

    assert found(site, "fakelib") == (["fakelib"], ["checkout/fakelib", "fakelib-1.0.dist-info"])


def test_a_folder_that_is_a_link_is_named_as_it_is_installed(site: Path) -> None:
    (site / "real").mkdir()
    (site / "real" / "__init__.py").write_text("")
    (site / "linked").symlink_to("real")

    assert found(site, "linked") == (["linked"], ["linked"])


@pytest.mark.parametrize("name", ["no_such_module_of_tests", "", "a-b", "..", "sys"])
def test_a_name_that_leads_to_no_file_is_left_out(name: str, site: Path) -> None:
    assert find_packages([name]).paths == ()


def test_what_is_installed_here_is_found_without_importing_it() -> None:
    packages = find_packages(["torch", "numpy"])

    assert {"torch", "numpy"} <= set(packages.modules)
    assert not any("torchgrade" in path.rpartition("-packages")[2] for path in packages.paths if "-packages" in path)
    assert list(packages.modules) == sorted(set(packages.modules))
