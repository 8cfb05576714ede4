"""What ``doctor`` says of plugins, versions and data sets."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from torchgrade.cli import installation
from torchgrade.cli.findings import Finding, Findings, Section
from torchgrade.cli.installation import examine_data, examine_plugins, examine_versions
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.datasets.files import Availability
from torchgrade.plugins import hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import CourseSource, DatasetSource, LanguageSource

CATALOGUE = catalogue_for()


def plugins_of(*extra: object) -> Plugins:
    return Plugins(extra, tolerant=True)


def plugins(*extra: object) -> dict[str, Finding]:
    findings = Findings(Section.PLUGINS, CATALOGUE)
    examine_plugins(findings, plugins_of(*extra))
    return {one.name: one for one in findings.made}


def test_installed_plugins_are_said_with_distribution_version_and_hooks() -> None:
    found = plugins()

    assert found["builtin"].found.message == (
        f"builtin (torchgrade {importlib.metadata.version('torchgrade')}) provides "
        "commands, datasets, deliveries, executors, exporters, readers"
    )
    assert found["d2l"].found.values["distribution"] == "torchgrade-d2l"
    assert all(one.ok for one in found.values())


def test_a_course_has_its_title_in_the_language() -> None:
    chinese = catalogue_for([outline.package for outline in outlines(plugins_of())], "zh")
    findings = Findings(Section.PLUGINS, chinese)
    examine_plugins(findings, plugins_of())

    (one,) = (one for one in findings.made if one.name == "course d2l")
    assert chinese.words(one.found.values["title"]) == "从零开始实现线性回归和 softmax 回归"


def test_an_added_language_is_counted() -> None:
    class French:
        @hookimpl
        def torchgrade_languages(self) -> list[LanguageSource]:
            return [LanguageSource(code="fr", name="Français", package="torchgrade_fr")]

    one = plugins(French())["language fr"]

    assert one.ok
    assert one.found.values["language"] == "Français"
    # A title may be the same text in every language, and then no language lacks it.
    assert 0 < one.found.values["own"] < one.found.values["of"] / 10


def test_an_added_language_that_cannot_be_read_is_named_and_does_not_stop_grading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Damaged:
        @hookimpl
        def torchgrade_languages(self) -> list[LanguageSource]:
            return [LanguageSource(code="fr", name="Français", package="torchgrade_fr")]

    def fail(*_: object) -> None:
        raise ValueError("line 3 is no entry")

    monkeypatch.setattr(installation, "catalogue_for", fail)
    one = plugins(Damaged())["language fr"]

    assert (one.ok, one.needed) == (False, False)
    assert "line 3 is no entry" in one.found.message


def test_a_plugin_that_fails_in_a_hook_is_named_without_a_traceback() -> None:
    class Broken:
        @hookimpl
        def torchgrade_readers(self) -> None:
            raise KeyError("\x1b[31moops\nnext line")

    (one,) = [one for one in plugins(Broken()).values() if not one.ok]

    assert one.needed
    assert "failed in torchgrade_readers: KeyError" in one.found.message
    assert not {"\n", "\x1b"} & set(one.found.message)


def test_a_course_that_cannot_be_read_is_broken() -> None:
    class Course:
        @hookimpl
        def torchgrade_exercises(self) -> list[CourseSource]:
            return [CourseSource(name="gone", package="no_such_package")]

    one = plugins(Course())["courses"]

    assert (one.ok, one.needed) == (False, True)
    assert "no_such_package" in one.found.message


def test_a_course_whose_file_lacks_something_is_not_blamed_on_torchgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "course_without_topics", raising=False)
    (tmp_path / "course_without_topics").mkdir()
    (tmp_path / "course_without_topics" / "__init__.py").write_text("")
    (tmp_path / "course_without_topics" / "course.toml").write_text('title = "Empty"\n')

    class Course:
        @hookimpl
        def torchgrade_exercises(self) -> list[CourseSource]:
            return [CourseSource(name="empty", package="course_without_topics")]

    one = plugins(Course())["courses"]

    assert one.found.message.startswith("torchgrade cannot read the courses: ")
    assert "course.toml: the course has no topics; write [[topics]]" in one.found.message
    assert one.next is not None
    assert "author of the course" in one.next.message


def versions(monkeypatch: pytest.MonkeyPatch, installed: dict[str, str], requires: list[str]) -> dict[str, Finding]:
    """Return what is found where these are the installed versions and torchgrade requires that."""

    def version(name: str) -> str:
        if name not in installed:
            raise importlib.metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: requires)
    findings = Findings(Section.VERSIONS, CATALOGUE)
    examine_versions(findings, Plugins(entry_points=False))
    return {one.name: one for one in findings.made}


ALL = {"torchgrade": "1", "torch": "2.9+cpu", "torchvision": "0.2", "numpy": "2", "pytest": "9"}


def test_versions_that_fit_are_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    found = versions(monkeypatch, ALL, ["torch>=2.4", "pytest>=8,<10", 'nix; extra == "cluster"', "not one at all!"])

    assert {name: one.ok for name, one in found.items()} == dict.fromkeys(["Python", *ALL], True)
    assert found["torch"].found.message == "torch 2.9+cpu"


def test_a_version_that_is_missing_or_does_not_fit_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = {name: version for name, version in ALL.items() if name != "torchvision"}
    found = versions(monkeypatch, installed, ["torch>=3", "click>=8"])
    broken = {name: one for name, one in found.items() if not one.ok}

    assert set(broken) == {"torch", "torchvision", "click"}
    assert all(one.needed for one in broken.values())
    assert broken["torch"].found.message == "torch 2.9+cpu is installed; torchgrade needs torch>=3"
    assert broken["click"].found.message == "click is not installed; torchgrade needs click>=8"
    assert broken["click"].next is not None
    assert broken["click"].next.message == 'Install it: python -m pip install "click>=8"'


def data(
    monkeypatch: pytest.MonkeyPatch, source: DatasetSource | None, name: str = "mine", root: Path | None = None
) -> list[Finding]:
    class Plugin:
        @hookimpl
        def torchgrade_datasets(self) -> list[DatasetSource]:
            return [source] if source is not None else []

    def available(root: str) -> Availability:
        if root == "/damaged":
            raise OSError("oops")
        return Availability(there=root == "/there", place=root, next="Fetch it.")

    monkeypatch.setitem(sys.modules, "files_of_tests", SimpleNamespace(available=available, wrong=lambda root: None))
    findings = Findings(Section.DATA, CATALOGUE)
    examine_data(findings, Plugins([Plugin()], entry_points=False), name, root)
    return findings.made


def source(available: str | None) -> DatasetSource:
    return DatasetSource(name="mine", load="m:load", describe="my set", available=available)


def test_a_set_whose_files_are_there_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = data(monkeypatch, source("files_of_tests:available"), root=Path("/there"))

    assert one.ok
    assert one.found.message == "mine, my set: its files are in /there"


@pytest.mark.parametrize(("root", "name", "needed"), [(Path("/nix"), "mine", True), (None, "mine", True)])
def test_a_set_that_a_run_would_use_is_needed(
    root: Path | None, name: str, needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = data(monkeypatch, source("files_of_tests:available"), name, root)

    assert (one.ok, one.needed) == (False, needed)
    assert one.next is not None
    assert one.next.message == "Fetch it."


def test_a_set_that_no_run_would_use_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    one, unknown = data(monkeypatch, source("files_of_tests:available"), "other", Path("/there"))

    assert (one.ok, one.needed) == (False, False)
    assert (unknown.ok, unknown.needed) == (False, True)
    assert "No installed plugin provides the data set other." in unknown.found.message


def test_a_set_that_cannot_tell_is_ok_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = data(monkeypatch, source(None))

    assert one.ok
    assert "its files are known only during a run" in one.found.message


@pytest.mark.parametrize(
    ("available", "said"),
    [
        ("files_of_tests:available", "OSError('oops')"),
        ("files_of_tests:wrong", "returned NoneType, not Availability"),
        ("no_such_module:available", "cannot be imported"),
    ],
)
def test_a_set_whose_plugin_fails_is_named(available: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = data(monkeypatch, source(available), root=Path("/damaged"))

    assert (one.ok, one.needed) == (False, True)
    assert said in one.found.message
