"""Page of the last regrade of a run, written into its folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.changes import Change
from torchgrade.model.history import Generation
from torchgrade.model.page_names import PageNames, in_language
from torchgrade.model.rows import RunRows
from torchgrade.reports.editions import edition, language_links, remove_others, write_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.regrade_page import regrade_page
from torchgrade.reports.write_tables import LanguageNames

REGRADE = "regrade"


def write_regrade(
    changes: Sequence[Change],
    generation: Generation,
    rows: RunRows,
    submissions: Iterable[str],
    folder: Path,
    catalogues: Sequence[Catalogue],
) -> Path:
    """Write ``regrade.html`` into a folder, as ``write_pages`` writes the other pages; return its path.

    :param submissions: ids of all submissions of the run, which decide the names of their pages; read several times.
    :raises OSError: the folder cannot be written.
    """
    editions = [edition(catalogue, None, main=number == 0) for number, catalogue in enumerate(catalogues)]
    names = PageNames(lambda: submissions)
    written = []
    for one in reversed(editions):
        page = regrade_page(changes, generation, rows, one.sentences, LanguageNames(names, one.suffix))
        links = language_links(REGRADE, one, editions)
        home = f"{in_language('index', one.suffix)}.html"
        text = rendered(one.environment, "regrade.html", page=page, languages=links, home=home)
        written.append(write_page(folder, in_language(REGRADE, one.suffix), text))
    remove_others(folder, (REGRADE,), written)
    return written[-1]
