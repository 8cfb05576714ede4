"""Sections of pages that plugins add."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from torchgrade.model.foreign import unmarked
from torchgrade.model.results import SubmissionResult
from torchgrade.plugins.resources import ReportSection, resolve
from torchgrade.reports.records import Section


def make_sections(sections: Sequence[ReportSection], page: str, results: Sequence[SubmissionResult]) -> list[Section]:
    """Call the plugins for their sections of a page; mark a section that fails as missing."""
    made = []
    for section in sections:
        if section.page != page:
            continue
        try:
            body = resolve(section.render)(results)
            plain = Markup(unmarked(body)) if isinstance(body, Markup) else unmarked(body)  # noqa: S704 - the plugin's own
        except Exception:  # noqa: BLE001 - an error of a plugin must not cost the page
            made.append(Section(name=section.name, body="", missing=True))
        else:
            made.append(Section(name=section.name, body=plain))
    return made
