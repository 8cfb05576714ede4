"""Languages of pages that a command writes again."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from torchgrade.cli.language import page_languages
from torchgrade.reports.written import written_languages


def languages_to_write(lang: str, context: click.Context, folder: Path) -> tuple[str, ...]:
    """Return the languages of the pages: those of ``--lang``, otherwise those that the run's pages have already.

    :param lang: value of ``--lang``, with the user's language if it was not given.
    """
    if context.get_parameter_source("lang") is not ParameterSource.COMMANDLINE:
        written = written_languages(folder)
        if written:
            return written
    return page_languages(lang, context)
