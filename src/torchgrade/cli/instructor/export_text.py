"""Words of ``torchgrade export``: the targets, what happens to each mark, and the written files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from torchgrade.cli.screen import Screen
from torchgrade.exports.ci.workflow_commands import harmless
from torchgrade.exports.planned import Planned, PlannedRow
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, Value, listed
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.resources import ExporterSource

_MOST_FILES = 5
"""Written files that are named."""


class ExportText:
    """Writer of one command's words."""

    def __init__(self, catalogue: Catalogue, screen: Screen) -> None:
        self._catalogue = catalogue
        self._screen = screen

    def targets(self, sources: Sequence[ExporterSource]) -> None:
        """List the exporters, and how to choose one."""
        self._screen.line((self._say("targets"), "bold"))
        width = max((len(source.name) for source in sources), default=0) + 2
        for source in sources:
            about = self._catalogue.words(self._catalogue.entry_or_text(source.describe))
            self._screen.entry((source.name.ljust(width), "cyan"), about, indent=2)
        self._screen.line(self._say("choose"))

    def plan(self, to: str, marks: Sequence[Mark], planned: Planned, losing: Sequence[PlannedRow]) -> None:
        """Write what happens to each row: reasons and warnings, each with all its students.

        :param marks: marks of all rows.
        :param losing: rows whose mark would not reach the LMS.
        """
        shown = {mark.key: self._who(mark.shown, mark.person.name) for mark in marks}
        if os.environ.get("GITHUB_ACTIONS"):
            # The runner acts on such a line, and a student may have chosen the name.
            shown = {key: harmless(name) for key, name in shown.items()}
        out = [row for row in planned.rows if row.left_out is not None]
        lost = set(map(id, losing))
        rest = [row for row in out if id(row) not in lost]
        kept = len(planned.rows) - len(out)
        self._screen.line((self._say("rows", to=to, kept=kept, lost=len(losing), rest=len(rest)), "bold"))
        for note in planned.notes:
            self._screen.entry("", self._catalogue.words(note), indent=2)
        self._groups("lost", ((row.left_out, row) for row in losing if row.left_out is not None), shown)
        warned = ((warning, row) for row in planned.rows if row.left_out is None for warning in row.warnings)
        self._groups("warned", warned, shown)
        self._groups("left_out", ((row.left_out, row) for row in rest if row.left_out is not None), shown)
        if planned.unknown:
            self._screen.line((self._say("unknown"), "bold"))
            self._screen.entry("", self._names(planned.unknown), indent=2)

    def refused(self, count: int) -> None:
        """Write that nothing was written, because marks would be lost."""
        self._screen.line(self._say("refused", n=count))

    def written(self, files: Sequence[Path], folder: Path, planned: Planned) -> None:
        """Write the names of a few files, their folder if there are more, and the lines for a CI system.

        :param folder: folder of all files.
        """
        if not files:
            self._screen.line(self._say("nothing"))
        # The files at the top concern the class; those in folders may be those of single students.
        for file in sorted(files, key=lambda file: len(file.parts))[:_MOST_FILES]:
            self._screen.line(self._say("wrote"), (show(str(file)), "bold"))
        if (more := len(files) - _MOST_FILES) > 0:
            self._screen.line(self._say("wrote_more", count=more), (show(str(folder)), "bold"))
        for line in planned.printed:
            self._screen.line(line, wrap=False)

    def _groups(self, heading: str, found: Iterable[tuple[Phrase, PlannedRow]], shown: dict[str, str]) -> None:
        groups: dict[bytes, tuple[Phrase, list[str]]] = {}
        for reason, row in found:
            groups.setdefault(msgspec.json.encode(reason), (reason, []))[1].append(shown.get(row.key, row.key))
        if groups:
            self._screen.line((self._say(heading), "bold"))
        for reason, names in groups.values():
            self._screen.entry("", self._catalogue.words(reason), indent=2)
            self._screen.entry("", self._names(names), indent=4)

    def _names(self, names: Sequence[str]) -> str:
        return self._catalogue.words(listed(names))

    def _who(self, key: str, name: str) -> str:
        if not name or show_name(name) == key:
            return key
        return self._say("who", key=key, name=show_name(name))

    def _say(self, entry: str, **values: Value) -> str:
        return self._catalogue.render(f"export.{entry}", values)
