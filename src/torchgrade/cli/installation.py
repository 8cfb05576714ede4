"""Part of ``doctor`` on the installation: plugins, versions and data sets, without importing torch."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from torchgrade.cli.findings import Findings
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.installed import courses
from torchgrade.courses.languages import LANGUAGES, known_languages
from torchgrade.courses.outline import outlines
from torchgrade.courses.titles import course_entry
from torchgrade.datasets.files import Availability
from torchgrade.errors import TorchgradeError
from torchgrade.model.phrases import Value, listed, phrase
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import field_of, words_of
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource, resolve

_TOOL = "torchgrade"
_LISTED = ("torch", "torchvision", "numpy", "pytest")
"""Distributions whose version is always reported, because results depend on them."""
_NAMING_HOOKS = (
    "exercises", "solutions", "misconceptions", "datasets", "readers", "exporters", "executors", "report_sections",
    "commands", "languages",
)  # fmt: skip


def examine_plugins(findings: Findings, plugins: Plugins) -> None:
    """Examine whether every plugin loads, answers its hooks and adds courses that can be read.

    :param plugins: tolerant, so that a broken plugin is known by name.
    """
    for hook in _NAMING_HOOKS:
        plugins.gather(f"torchgrade_{hook}")
    broken = {failure.plugin: failure.message for failure in plugins.failures}
    for name in dict.fromkeys([*plugins.names(), *broken]):
        distribution = plugins.distribution(name) or ""
        if name in broken:
            findings.broken(
                show_name(name), "plugin_broken", "plugin", message=_line(broken[name]), distribution=distribution
            )
            continue
        hooks = plugins.hooks(name)
        findings.ok(
            show_name(name),
            "plugin",
            distribution=distribution,
            version=_version(distribution) or "",
            hooks=listed(hooks) if hooks else phrase("cli.doctor.no_hook"),
        )
    _examine_courses(findings, plugins)
    _examine_languages(findings, plugins)


def _examine_courses(findings: Findings, plugins: Plugins) -> None:
    try:
        found = courses(plugins)
    except Exception as error:  # noqa: BLE001 - a course's file may contain anything
        message = words_of(error) if isinstance(error, TorchgradeError) else repr(error)
        findings.broken("courses", "courses_broken", "courses", message=_line(message))
        return
    if not found:
        findings.broken("courses", "no_course", "no_course")
    for course in found:
        exercises = sum(len(topic.exercises) for topic in course.topics)
        entry = course_entry(course.package)
        title = phrase(entry) if entry in findings.catalogue else show_name(course.title)
        findings.ok(f"course {course.name}", "course", course=course.name, exercises=exercises, title=title)


def _examine_languages(findings: Findings, plugins: Plugins) -> None:
    """Report how many sentences each language has that a plugin adds."""
    for code, name in known_languages(plugins).items():
        if code in LANGUAGES:
            continue
        try:
            catalogue = catalogue_for([outline.package for outline in outlines(plugins)], code)
        except Exception as error:  # noqa: BLE001 - a plugin's folder may contain anything
            findings.broken(
                f"language {code}", "language_broken", "language", needed=False, code=code, reason=_line(repr(error))
            )
            continue
        own = len(catalogue.entries) - len(catalogue.english)
        values: dict[str, Value] = {"code": code, "language": show_name(name), "own": own, "of": len(catalogue.entries)}
        findings.ok(f"language {code}", "language", **values)


def examine_versions(findings: Findings, plugins: Plugins) -> None:
    """Report the installed versions, and the versions that are missing or do not satisfy another distribution."""
    ours = dict.fromkeys([_TOOL, *filter(None, map(plugins.distribution, plugins.names()))])
    unmet = dict(_unmet(ours))
    findings.ok("Python", "version", version=platform.python_version())
    for name in dict.fromkeys([*ours, *_LISTED, *unmet]):
        version = _version(name)
        if name in unmet:
            entry = "version_missing" if version is None else "version_unmet"
            findings.broken(name, entry, "version", version=version or "", wanted=unmet[name])
        elif version is None:
            findings.broken(name, "version_missing", "version", wanted=name)
        else:
            findings.ok(name, "version", version=version)


def _unmet(distributions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each unmet requirement of the distributions: the required name and its version specifier."""
    for distribution in distributions:
        for text in importlib.metadata.requires(distribution) or ():
            try:
                wanted = Requirement(text)
            except InvalidRequirement:
                continue
            if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
                continue
            version = _version(wanted.name)
            if version is None or not wanted.specifier.contains(version, prereleases=True):
                yield wanted.name, f"{wanted.name}{wanted.specifier}"


def _version(distribution: str) -> str | None:
    """Return the installed version of a distribution, or None."""
    try:
        return importlib.metadata.version(distribution)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None


def examine_data(findings: Findings, plugins: Plugins, name: str, root: Path | None) -> None:
    """Examine the files of each data set.

    :param name: data set that a run would train on; only this data set is needed.
    :param root: its folder, as ``--data-root`` names it.
    """
    sources: list[DatasetSource] = plugins.gather("torchgrade_datasets")
    for source in {one.name: one for one in reversed(sources)}.values():
        wanted = source.name == name
        place = str(root.absolute()) if root is not None and wanted else ""
        _examine_set(findings, source, place, wanted=wanted)
    if name not in [source.name for source in sources]:
        findings.broken(show_name(name), "data_unknown", "data_unknown")


def _examine_set(findings: Findings, source: DatasetSource, root: str, *, wanted: bool) -> None:
    described = findings.catalogue.entry_or_text(source.describe)
    if source.available is None:
        findings.ok(source.name, "data_silent", describe=described)
        return
    try:
        found = resolve(source.available)(root)
        if not isinstance(found, Availability):
            raise TypeError(f"{source.available} returned {type(found).__name__}, not Availability")
    except Exception as error:  # noqa: BLE001 - the error of a plugin is reported, whatever its type is
        findings.broken(
            source.name, "data_failed", "plugin_of_data", needed=wanted, describe=described, error=_line(repr(error))
        )
        return
    place = show_name(found.place)
    if found.there:
        findings.ok(source.name, "data", describe=described, place=place)
    else:
        entry = "data_missing" if place else "data_unplaced"
        findings.broken(
            source.name, entry, "data", needed=wanted, describe=described, place=place, mend=_line(found.next)
        )


def _line(given: Value) -> Value:
    """Return a text on one line, or its phrase."""
    text = field_of(given) if isinstance(given, str) else given
    return text if not isinstance(text, str) else " ".join(show(text, limit=600).split())
