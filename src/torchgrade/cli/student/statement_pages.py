"""Statements as pages for a browser. Import this module late, because it imports jinja2."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.cli.student.stubs import Material
from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.reports.environment import make_environment
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import render_statement


def make_pages(materials: Sequence[Material], notebook: str, catalogue: Catalogue) -> dict[str, str]:
    """Return the page of each statement by its name, which is that of the stub with the suffix ``.html``.

    :param notebook: name of the notebook with all stubs; empty if each exercise has a file of its own.
    :param catalogue: catalogue in the language of the statements.
    """
    sentences = Sentences(catalogue)
    environment = make_environment(sentences)
    pages = {}
    for material in materials:
        statement = Statement(text=material.statement, language=material.language)
        page = render_statement(
            material.exercise, statement, notebook or f"{material.exercise}.py", sentences, environment
        )
        pages[f"{material.exercise}.html"] = page
    return pages
