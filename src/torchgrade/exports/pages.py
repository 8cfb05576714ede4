"""Pages of the students, as an export finds them in the folder of the run."""

from __future__ import annotations

from pathlib import Path

from torchgrade.exports.planned import ExportOrder
from torchgrade.model.marks import Mark
from torchgrade.model.page_names import page_names


class Pages:
    """Pages of one run."""

    def __init__(self, order: ExportOrder) -> None:
        """Take the folder and the names of an order."""
        self._folder = order.folder / "students"
        self._names = page_names(order.results)

    def of(self, mark: Mark) -> Path | None:
        """Return the page of a row's submission; None if it is missing."""
        name = self._names.get(mark.submission)
        page = None if name is None else self._folder / f"{name}.html"
        return page if page is not None and page.is_file() else None
