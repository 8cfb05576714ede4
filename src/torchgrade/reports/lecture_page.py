"""Class page with pseudonyms, which a lecture may see, built from the results of a run."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.class_page import ClassTally, Students, class_page
from torchgrade.reports.class_records import ClassPage
from torchgrade.reports.pseudonyms import keyed_digest, pseudonyms, rows_without_names, without_name
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import LARGE_CLASS


def lecture_page(results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences, key: bytes) -> ClassPage:
    """Return the contents of the page; that of a large class has no table, so that it needs no pseudonyms.

    :param key: secret of the run (:func:`torchgrade.reports.pseudonyms.pseudonyms`).
    """
    if len(results) <= LARGE_CLASS:
        names = pseudonyms((result.submission for result in results), key, sentences)
        shown = [without_name(result, names[result.submission], sentences) for result in results]
        return class_page(shown, rows_without_names(rows, names.get), sentences, {})
    kept = rows_without_names(rows, lambda submission: keyed_digest(submission, key).hex())
    tally = ClassTally(kept, mixed=key)
    for result in results:
        tally.add(without_name(result, keyed_digest(result.submission, key).hex(), sentences))
    return tally.view(sentences, {}, Students([], SectionTally(kept), len(results)))
