"""Template environment of all pages, with autoescaping."""

from __future__ import annotations

import re
from collections.abc import Callable

import jinja2
from markupsafe import Markup, escape

from torchgrade.model.foreign import Said, unmarked
from torchgrade.model.phrases import Value
from torchgrade.model.rows import points_text
from torchgrade.reports.languages import with_languages
from torchgrade.reports.scripts import script
from torchgrade.reports.sentences import Sentences


def make_environment(sentences: Sentences) -> jinja2.Environment:
    """Return the environment that renders every page: escaped text, no undefined names.

    Templates get their words from ``say(id, **values)`` and ``count(id, n, **values)``, and from
    ``filled(id, **values)`` if a value is markup. ``code_language`` is the attribute of an element with code, and
    ``script(name)`` is one of our scripts; ``bdi(text)`` is a text whose direction is its own.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("torchgrade.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=sentences.say,
        count=sentences.count,
        filled=_filler(sentences),
        language=sentences.language,
        script=script,
        code_language="" if sentences.language == "en" else Markup(' lang="en"'),
    )
    environment.globals["bdi"] = Markup("<bdi>{}</bdi>").format
    environment.filters["zipped"] = lambda one, other: list(zip(one, other, strict=True))
    environment.filters["points"] = points_text
    environment.filters["code"] = code
    environment.filters["breakable"] = breakable
    return environment


def rendered(environment: jinja2.Environment, template: str, **values: object) -> str:
    """Return the text of a template, with the language of each part."""
    return with_languages(environment.get_template(template).render(**values))


def _filler(sentences: Sentences) -> Callable[..., Markup]:
    def filled(message_id: str, **values: Value) -> Markup:
        """Return a sentence of the pages with markup in its fields; escape fields that are text."""
        markup = {name: escape(value) for name, value in values.items()}
        places = {name: _place(name, value) for name, value in markup.items()}
        values_of = {str(escape(places[name])): value for name, value in markup.items()}
        text = escape(sentences.say(message_id, **places))
        pieces = re.split(f"({'|'.join(map(re.escape, values_of))})", str(text))
        return Markup("").join(values_of.get(piece, Markup(piece)) for piece in pieces)  # noqa: S704 - escaped above

    return filled


def _place(name: str, value: Markup) -> Said:
    """Return a text in place of markup, with its first and last character, because they decide the spaces around it."""
    text = unmarked(value.striptags())
    return Said(f"{text[:1]}{{{name}}}{text[-1:]}")


def code(text: str) -> Markup:
    """Return a sentence with the text between backticks set as code; escape everything."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        # Treat a backtick without a second backtick as a normal character.
        parts = [text]
    pieces = [Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)]
    return Markup("").join(pieces)


def breakable(name: str) -> Markup:
    """Return a name that a line may break after each underscore, because names of functions are long; escape it."""
    return Markup("<wbr>").join(part for part in re.split(r"(?<=_)", name))
