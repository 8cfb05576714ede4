"""Command ``torchgrade doctor``: does everything that grading needs work here? The module does not import torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from torchgrade.cli.columns import padded
from torchgrade.cli.findings import SCHEMA_VERSION, Finding, Findings, Health, Section
from torchgrade.cli.installation import examine_data, examine_plugins, examine_versions
from torchgrade.cli.language import language_option
from torchgrade.cli.machine import examine_folder, examine_sandbox
from torchgrade.cli.options import data_options, default_data
from torchgrade.cli.screen import Screen
from torchgrade.cli.wrapping import cells
from torchgrade.courses.catalogues import catalogue_for, catalogue_packages
from torchgrade.courses.languages import RECORDS
from torchgrade.courses.outline import outlines
from torchgrade.courses.solutions import solutions
from torchgrade.errors import ExitCode
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import Note
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show
from torchgrade.plugins.manager import Plugins

Examine = Callable[[Findings], None]


@click.command()
@click.option("--json", "as_json", is_flag=True)
@language_option
@data_options
def doctor(as_json: bool, lang: str, data: str | None, data_root: Path | None) -> int:
    """Check whether everything that grading needs works here."""
    plugins = Plugins(tolerant=True)
    english, catalogue = (sentences(plugins, one) for one in (RECORDS, lang))
    health = examine(plugins, english, data or default_data(plugins), data_root)
    if as_json:
        click.echo(msgspec.json.encode(health))
    else:
        write_health(health, Screen(), catalogue)
    return ExitCode.OK if health.ok else ExitCode.INTERNAL


def sentences(plugins: Plugins, language: str) -> Catalogue:
    """Return the sentences of torchgrade and of the courses; without those of the courses if they cannot be read."""
    try:
        exercises = [outline.package for outline in outlines(plugins)]
        courses = list(dict.fromkeys(outline.course for outline in outlines(plugins)))
        return catalogue_for(catalogue_packages(courses, exercises), language)
    except Exception:  # noqa: BLE001 - another section reports an error of the courses
        return catalogue_for(language=language)


def examine(plugins: Plugins, catalogue: Catalogue, data: str, data_root: Path | None) -> Health:
    """Return all findings; an exception in one section becomes a finding of that section.

    :param catalogue: English sentences, for the texts of the records.
    """
    sections: dict[Section, Examine] = {
        Section.PLUGINS: lambda findings: examine_plugins(findings, plugins),
        Section.VERSIONS: lambda findings: examine_versions(findings, plugins),
        Section.DATA: lambda findings: examine_data(findings, plugins, data, data_root),
        Section.SANDBOX: lambda findings: examine_sandbox(findings, configuration(plugins, data, data_root)),
        Section.FOLDER: lambda findings: examine_folder(findings, Path.cwd()),
    }
    found: list[Finding] = []
    for section, look in sections.items():
        findings = Findings(section, catalogue)
        try:
            look(findings)
        except Exception as error:  # noqa: BLE001 - an exception becomes a finding, because later sections must run
            findings.broken(section, "not_examined", "not_examined", error=show(repr(error), limit=600))
        found += findings.made
    return Health(
        schema_version=SCHEMA_VERSION,
        ok=all(one.ok or not one.needed for one in found),
        findings=tuple(found),
    )


def configuration(plugins: Plugins, data: str, data_root: Path | None) -> RunConfig:
    """Return a run of every installed exercise; return a run of no exercise if the courses cannot be read."""
    try:
        exercises = tuple(outline.name for outline in outlines(plugins))
    except Exception:  # noqa: BLE001 - another section reports an error of the courses
        exercises = ()
    root = str(data_root.absolute()) if data_root is not None else ""
    solved = solutions(plugins)
    return RunConfig(
        exercises=exercises, data=data, data_root=root, seed=0, hidden_seed=0, hidden_checks=bool(solved),
        sandbox=SandboxLevel.B,
    )  # fmt: skip


def write_health(health: Health, screen: Screen, catalogue: Catalogue) -> None:
    """Write a line for each finding and a summary at the end, in the language of the catalogue."""
    ok, not_ok, following = (catalogue.render(f"cli.doctor.{word}", {}) for word in ("ok", "not_ok", "next_label"))
    width = max(cells(ok), cells(not_ok)) + 2
    for section in Section:
        screen.line((catalogue.render(f"cli.doctor.section.{section}", {}), "bold"))
        for one in health.findings:
            if one.section is section:
                word, style = (ok, "green") if one.ok else (not_ok, "bold red" if one.needed else "yellow")
                screen.entry((padded(word, width), style), _words(one.found, catalogue), indent=2)
                if one.next is not None:
                    screen.entry((following, "bold"), _words(one.next, catalogue), indent=2 + width)
    broken = sum(not one.ok and one.needed for one in health.findings)
    whole = "end_ok" if all(one.ok for one in health.findings) else "end_less"
    ending = {0: whole, 1: "end_broken_one"}.get(broken, "end_broken")
    screen.line((catalogue.render(f"cli.doctor.{ending}", {"broken": broken}), "bold"))


def _words(note: Note, catalogue: Catalogue) -> str:
    return catalogue.render(note.message_id, note.values)
