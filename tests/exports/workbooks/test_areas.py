"""Areas of a worksheet by row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.exports.workbooks.addresses import Area
from torchgrade.exports.workbooks.areas import Areas

PLACES = st.integers(1, 5)
AREAS = st.builds(
    lambda top, left, rows, columns: Area(top=top, left=left, bottom=top + rows, right=left + columns),
    PLACES, PLACES, st.sampled_from([0, 1, 2, 100, 101, 150]), st.integers(0, 2),
)  # fmt: skip


@given(st.lists(AREAS, max_size=4), st.sampled_from([1, 2, 3, 5, 50, 102, 103, 154, 155]), PLACES)
def test_the_area_of_a_cell_contains_it_whatever_its_size(made: list[Area], row: int, column: int) -> None:
    areas = Areas()
    for area in made:
        areas.add(area)
    wanted = [area for area in made if area.contains(row, column)]

    found = areas.of(row, column)
    assert found in wanted if wanted else found is None
