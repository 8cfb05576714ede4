"""The one autoescaping template environment."""

from __future__ import annotations

import jinja2

from torchgrade.model.rows import points_text
from torchgrade.reports.sentences import Sentences


def make_environment(sentences: Sentences) -> jinja2.Environment:
    """Return the environment that renders every page: escaped text, no undefined names.

    Templates take their words from ``say(id, **values)`` and ``count(id, n, **values)``.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("torchgrade.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=sentences.say, count=sentences.count, language=sentences.language)
    environment.filters["points"] = points_text
    return environment
