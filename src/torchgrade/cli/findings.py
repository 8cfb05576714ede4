"""Findings of ``doctor`` as records: one finding is one line, which is ok or not ok."""

from __future__ import annotations

import enum

from msgspec import Struct

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value
from torchgrade.model.results import Note

SCHEMA_VERSION = 1


class Section(enum.StrEnum):
    """Subject of a finding."""

    PLUGINS = "plugins"
    VERSIONS = "versions"
    DATA = "data"
    SANDBOX = "sandbox"
    FOLDER = "folder"


class Finding(Struct, frozen=True, kw_only=True):
    """One finding on one subject."""

    section: Section
    """Subject of the finding."""
    name: str
    """Name of the plugin, the distribution, the data set, the part of the sandbox or the folder."""
    ok: bool
    """Whether the finding is ok."""
    needed: bool
    """Whether grading does not work if the finding is not ok."""
    found: Note
    """Note on the state."""
    next: Note | None = None
    """Next step if the finding is not ok."""


class Health(Struct, frozen=True, kw_only=True):
    """JSON object of ``doctor --json``."""

    schema_version: int
    """Version, which rises when a field changes its meaning."""
    ok: bool
    """Whether everything that grading needs works: exit code 0, otherwise 3."""
    findings: tuple[Finding, ...]
    """Findings in the order of the sections."""


class Findings:
    """Collector of the findings of one section, with sentences of the catalogue."""

    def __init__(self, section: Section, catalogue: Catalogue) -> None:
        self.section = section
        self.catalogue = catalogue
        self.made: list[Finding] = []

    def ok(self, name: str, entry: str, /, **values: Value) -> None:
        """Add a finding that is ok; the entry is ``cli.doctor.<entry>``."""
        self._add(name, entry, values, needed=True)

    def broken(self, name: str, entry: str, mend: str, /, *, needed: bool = True, **values: Value) -> None:
        """Add a finding that is not ok; the entry ``cli.doctor.next.<mend>`` names the next step."""
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
