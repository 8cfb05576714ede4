"""A table keeps the number that is marked, however small it is made."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.checking.views import view
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.reports.evidence import FULL, SHORT, Detail, value_table
from torchgrade.reports.sentences import Sentences

SENTENCES = Sentences(catalogue_for())


@given(rows=st.integers(1, 30), columns=st.integers(1, 30), data=st.data(), side=st.sampled_from([1, 4, 6, 8]))
def test_the_marked_number_is_always_shown_under_its_own_row_and_column(
    rows: int, columns: int, data: st.DataObject, side: int
) -> None:
    index = (data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1)))
    value = torch.arange(rows * columns).reshape(rows, columns)
    table = value_table("Got", view(value, index), SENTENCES, Detail(text=80, cells=side, items=2), index)
    marked = [(i, j, c.text) for i, row in enumerate(table.rows) for j, c in enumerate(row) if c.worst]

    assert [(i + table.first_row, j + table.first_column, text) for i, j, text in marked] == [
        (*index, str(int(value[index])))
    ]
    assert len(table.rows) <= side
    assert all(len(row) <= side for row in table.rows)


@pytest.mark.parametrize("detail", [FULL, SHORT])
def test_small_values_are_shown_whole(detail: Detail) -> None:
    table = value_table("X", view(torch.zeros(4, 4)), SENTENCES, detail, None)

    assert [len(row) for row in table.rows] == [4] * 4
    assert table.remarks == []
