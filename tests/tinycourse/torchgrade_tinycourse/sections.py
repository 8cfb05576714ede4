"""The parts that the course adds to pages."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from torchgrade.model.results import SubmissionResult
from torchgrade.model.showable import show_name


def medals(results: Sequence[SubmissionResult]) -> Markup:
    """List who has every point."""
    names = [show_name(result.submission) for result in results if result.points == result.max_points]
    items = Markup("").join(Markup("<li>{}</li>").format(name) for name in names)
    return Markup("<h2>Medals</h2><ul>{}</ul>").format(items)


def encouragement(results: Sequence[SubmissionResult]) -> Markup:
    """Say a word to the one whose page it is."""
    (result,) = results
    return Markup("<h2>A word from the course</h2><p>Thank you, {}.</p>").format(show_name(result.submission))
