"""Comment on a mark for the gradebook of an LMS: one sentence of ours, and nothing that a student wrote."""

from __future__ import annotations

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.exports.planned import ExportOrder
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome


class Summary:
    """Writer of the comments of one export, in the language of the run."""

    def __init__(self, order: ExportOrder) -> None:
        """Load the sentences."""
        self._results = order.results
        self._catalogue = catalogue_for(language=order.rows.language)

    def text(self, mark: Mark) -> str:
        """Return the number of passed checks; empty if torchgrade gave the mark no points."""
        result = self._results.get(mark.submission)
        if result is None or mark.graded is None:
            return ""
        checks = [check for found in result.exercises for check in found.checks]
        passed = sum(check.outcome is Outcome.PASSED for check in checks)
        return self._catalogue.render("export.template.summary", {"passed": passed, "checks": len(checks)})
