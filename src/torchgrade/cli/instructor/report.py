"""Command ``torchgrade report``: write the files of a run again from its records."""

from __future__ import annotations

from pathlib import Path

import click

from torchgrade.cli.language import language_of, page_languages, pages_language_option
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import ExitCode
from torchgrade.grading.outputs import write_lecture_page, write_outputs
from torchgrade.grading.store import Store
from torchgrade.model.showable import show
from torchgrade.plugins.manager import Plugins


@click.command()
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN")
@click.option("--pseudonyms", is_flag=True)
@pages_language_option
def report(run: Path, lang: str, *, pseudonyms: bool) -> int:
    """Write exports and pages of a run again."""
    context = click.get_current_context()
    with Store(run, writing=False) as store:
        languages = page_languages(lang, context)
        page = write_outputs(store, Plugins(), languages)
        lecture = write_lecture_page(store, languages) if pseudonyms else None
    catalogue = catalogue_for(language=language_of(context))
    Screen().line(catalogue.render("grade.pages", {}), (show(str(page)), "bold"))
    if lecture is not None:
        Screen().line(catalogue.render("grade.lecture", {}), (show(str(lecture)), "bold"))
    return ExitCode.OK
