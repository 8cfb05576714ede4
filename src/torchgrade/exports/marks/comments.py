"""Comments for the gradebook of an LMS: a sentence of ours for each student, and nothing that a student wrote."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from torchgrade.courses.catalogues import catalogue_for, tool_part
from torchgrade.courses.languages import LANGUAGES
from torchgrade.courses.titles import exercise_entry
from torchgrade.exports.planned import ExportOrder
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.results import CheckResult, SubmissionResult
from torchgrade.model.showable import show

_NOT_WRITTEN = (Status.MISSING, Status.NOT_STARTED)
_NOT_PASSED = (Outcome.FAILED, Outcome.SKIPPED)
_ENTRY = "export.comment."
_FIELD = re.compile(r"\\\{(?P<name>\w+)\\\}")
_FORMS = {"passed": r"[0-9]+", "checks": r"[0-9]+", "exercise": r"\w[\w ]{0,60}", "title": r"[^“”]{1,100}"}
"""Forms of the fields of a comment; none may contain the end of a sentence and another sentence."""


class Comments:
    """Writer of the comments of one export, in the language of the run."""

    def __init__(self, order: ExportOrder) -> None:
        """Load the sentences of the course."""
        self._order = order
        self._catalogue: Catalogue = catalogue_for(order.packages, order.rows.language)

    def text(self, mark: Mark) -> str:
        """Return one or two sentences on one line: passed checks and where to start; empty without result and mark.

        The first character is a letter, so that no spreadsheet reads a formula. There is no backslash, because PHP's
        reader of CSV treats it as an escape. The check to start with is never a hidden one.
        """
        sentences: list[Phrase] = []
        result = self._order.results.get(mark.submission)
        if mark.graded is not None and result is not None:
            sentences = self._graded(result)
        if mark.override:
            sentences.append(phrase("export.comment.decided"))
        text = self._catalogue.words(listed(sentences, "sentence"))
        return " ".join(show(text).replace("\\", " ").split())

    def keeps(self, cell: str, comment: str) -> bool:
        """Return whether a cell keeps its comment, because a person may have written it.

        :param cell: comment of the LMS, as HTML.
        :param comment: comment that would replace it, as the cell would have it.
        """
        if self._order.options.overwrite:
            return False
        return cell.strip() not in {"", comment} and not self.is_ours(cell)

    def is_ours(self, text: str) -> bool:
        """Return whether a comment of the LMS, as HTML, is one that an earlier export wrote, in any language."""
        pattern = _pattern((*LANGUAGES, self._order.rows.language))
        return pattern.fullmatch(html.unescape(text).strip()) is not None

    def _graded(self, result: SubmissionResult) -> list[Phrase]:
        specified = {exercise.exercise: len(exercise.checks) for exercise in self._order.rows.exercises}
        passed = sum(check.outcome is Outcome.PASSED for found in result.exercises for check in found.checks)
        checks = sum(len(found.checks) or specified.get(found.exercise, 0) for found in result.exercises)
        if passed == checks:
            return [phrase("export.comment.all", checks=checks)]
        return [phrase("export.comment.passed", passed=passed, checks=checks), *self._start(result)]

    def _start(self, result: SubmissionResult) -> list[Phrase]:
        """Return the sentence on the first failed check or the first exercise that is not written, if there is one."""
        for found in result.exercises:
            exercise = self._title(exercise_entry(found.exercise), found.exercise)
            if found.status in _NOT_WRITTEN:
                return [phrase("export.comment.write", exercise=exercise)]
            first = next((one for one in found.checks if not one.hidden and one.outcome in _NOT_PASSED), None)
            if first is not None:
                return [phrase("export.comment.start", exercise=exercise, title=self._check(first))]
        return []

    def _check(self, check: CheckResult) -> str:
        return self._title(f"check.{check.check}.title", check.title or check.check)

    def _title(self, entry: str, otherwise: str) -> str:
        return self._catalogue.gettext(entry) if entry in self._catalogue else otherwise


@lru_cache(maxsize=8)
def _pattern(languages: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of one or more sentences of our comments."""
    sentences = {
        text
        for language in languages
        for entry, text in tool_part(language, "exports_marks").entries.items()
        if entry.startswith(_ENTRY)
    }
    forms = (_FIELD.sub(lambda found: _FORMS[found["name"]], re.escape(text)) for text in sorted(sentences))
    one = f"(?:{'|'.join(forms)})"
    return re.compile(rf"{one}(?:\s*{one})*")
