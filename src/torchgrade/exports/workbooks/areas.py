"""Areas of a worksheet by row, because a sheet may have as many of them as marks."""

from __future__ import annotations

from torchgrade.exports.workbooks.addresses import Area

_TALL = 100
"""Rows of an area from which it is not indexed by row."""


class Areas:
    """Areas of a worksheet."""

    def __init__(self) -> None:
        self._by_row: dict[int, list[Area]] = {}
        self._tall: list[Area] = []

    def add(self, area: Area) -> None:
        """Add an area."""
        if area.bottom - area.top > _TALL:
            self._tall.append(area)
        else:
            for row in range(area.top, area.bottom + 1):
                self._by_row.setdefault(row, []).append(area)

    def of(self, row: int, column: int) -> Area | None:
        """Return the area of a cell; None if it is in none."""
        areas = (*self._by_row.get(row, ()), *self._tall)
        return next((area for area in areas if area.contains(row, column)), None)
