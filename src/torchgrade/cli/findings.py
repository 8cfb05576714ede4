"""What ``doctor`` found, as records: one finding a line, each ok or not ok."""

from __future__ import annotations

import enum

from msgspec import Struct

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.results import Note, Value

SCHEMA_VERSION = 1


class Section(enum.StrEnum):
    """What a finding is about."""

    PLUGINS = "plugins"
    VERSIONS = "versions"
    DATA = "data"
    SANDBOX = "sandbox"
    FOLDER = "folder"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    section: Section
    """What it is about."""
    name: str
    """Of the plugin, the distribution, the data set, the part of the sandbox, the folder."""
    ok: bool
    """Whether it is as it should be."""
    needed: bool
    """Whether grading does not work where it is not ok."""
    found: Note
    """What was seen."""
    next: Note | None = None
    """What to do where it is not ok."""


class Health(Struct, frozen=True, kw_only=True):
    """What ``doctor --json`` writes."""

    schema_version: int
    """Rises when a field changes its meaning."""
    ok: bool
    """Whether nothing that grading needs is broken: exit code 0, else 3."""
    findings: tuple[Finding, ...]
    """In the order of the sections."""


class Findings:
    """Makes the findings of one section from the catalogue."""

    def __init__(self, section: Section, catalogue: Catalogue) -> None:
        self.section = section
        self.catalogue = catalogue
        self.made: list[Finding] = []

    def ok(self, name: str, entry: str, /, **values: Value) -> None:
        """Add what is as it should be; the entry is ``cli.doctor.<entry>``."""
        self._add(name, entry, values, needed=True)

    def broken(self, name: str, entry: str, mend: str, /, *, needed: bool = True, **values: Value) -> None:
        """Add what is not, with the entry ``cli.doctor.next.<mend>`` that says what to do."""
        self._add(name, entry, values, needed=needed, mend=mend)

    def _add(self, name: str, entry: str, values: dict[str, Value], *, needed: bool, mend: str = "") -> None:
        filled = {"name": name, **values}
        self.made.append(
            Finding(
                section=self.section,
                name=name,
                ok=not mend,
                needed=needed,
                found=self.catalogue.note(f"cli.doctor.{entry}", **filled),
                next=self.catalogue.note(f"cli.doctor.next.{mend}", **filled) if mend else None,
            )
        )
