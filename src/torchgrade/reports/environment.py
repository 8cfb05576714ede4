"""Template environment of all pages, with autoescaping."""

from __future__ import annotations

import re

import jinja2
from markupsafe import Markup, escape

from torchgrade.model.rows import points_text
from torchgrade.reports.sentences import English, Sentences


def make_environment(sentences: Sentences) -> jinja2.Environment:
    """Return the environment that renders every page: escaped text, no undefined names.

    Templates get their words from ``say(id, **values)`` and ``count(id, n, **values)``.
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
    environment.filters["code"] = code
    environment.filters["breakable"] = breakable
    return environment


def code(text: str) -> Markup:
    """Return a sentence with the text between backticks set as code, marked if it stayed English; escape everything."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        # Treat a backtick without a second backtick as a normal character.
        parts = [text]
    pieces = [Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)]
    whole = Markup("").join(pieces)
    return Markup('<span lang="en">{}</span>').format(whole) if isinstance(text, English) else whole


def breakable(name: str) -> Markup:
    """Return a name that a line may break after each underscore, because names of functions are long; escape it."""
    return Markup("<wbr>").join(part for part in re.split(r"(?<=_)", name))
