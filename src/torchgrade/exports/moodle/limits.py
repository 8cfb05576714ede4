"""Moodle: marks that none of its imports takes."""

from __future__ import annotations

from decimal import Decimal

from torchgrade.exports.templates.scaled import Scale, decimal_text
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase


def outside(mark: Mark, scale: Scale) -> Phrase | None:
    """Return the reason to leave out a mark that Moodle refuses or skips: negative, or above the maximum."""
    value = scale.text(mark)
    if Decimal(value) < 0:
        return phrase("export.moodle.negative", value=value)
    if Decimal(value) > scale.limit:
        return phrase("export.moodle.over", value=value, maximum=decimal_text(scale.limit))
    return None
