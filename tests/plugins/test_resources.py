"""Names are resolved where they are used, and one that leads nowhere is its plugin's error."""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path

import pytest

from torchgrade.errors import CourseError
from torchgrade.model.catalogue import load_catalogue
from torchgrade.model.told import in_language
from torchgrade.plugins.resources import folder, resolve, resource


def test_a_reference_is_imported() -> None:
    assert resolve("math:tau") == math.tau


@pytest.mark.parametrize("reference", ["no_such_module:x", "math:no_such_name", "torchgrade.no_such:x"])
def test_a_reference_that_leads_nowhere_is_named(reference: str) -> None:
    with pytest.raises(CourseError, match=reference):
        resolve(reference)


def test_whatever_a_module_raises_when_it_is_imported_is_its_plugins_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_module_of_tests.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(CourseError, match=r"broken_module_of_tests:x.*ZeroDivisionError"):
        resolve("broken_module_of_tests:x")


def test_the_place_of_an_error_in_a_module_can_be_read_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "another_broken_module_of_tests.py"
    file.write_text("\n1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(CourseError) as caught:
        resolve("another_broken_module_of_tests:x")

    assert str(caught.value).endswith(f". Correct {file}, line 2.")
    chinese = load_catalogue([files("torchgrade") / "catalogues"], "zh")
    assert in_language(caught.value, chinese).endswith(f"。请改正 {file} 第 2 行。")


def test_a_package_is_a_folder_of_files() -> None:
    assert (folder("torchgrade") / "catalogues" / "checking.en.toml").is_file()


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(CourseError, match="no_such_package"):
        folder("no_such_package")


def test_a_resource_is_a_file_of_a_package_whether_it_is_there_or_not() -> None:
    assert resource("torchgrade:catalogues/checking.en.toml").is_file()
    assert not resource("torchgrade:catalogues/nothing.toml").is_file()
