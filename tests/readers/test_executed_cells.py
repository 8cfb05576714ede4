"""Tests of packing the cells of a running session, and of reading them again in the judge."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import grows_with
from torchgrade.readers import executed_cells
from torchgrade.readers.cells import UnreadableError


def test_cells_keep_the_numbers_that_the_session_shows() -> None:
    cells = executed_cells.cells(
        executed_cells.pack([(0, ""), (1, "import torch"), (2, "  \n"), (3, "x = 1\r\ny = '\ud800'")])
    )

    assert [(cell.label, cell.source) for cell in cells] == [
        ("In [1]", "import torch"), ("In [3]", "x = 1\ny = '?'"),
    ]  # fmt: skip


def test_of_a_long_session_the_newest_cells_are_kept_and_repeated_ones_count_once() -> None:
    big = "#" * (executed_cells._MOST_BYTES // 2)
    cells = executed_cells.cells(executed_cells.pack([(1, "import torch"), (2, big), (3, big), (4, big), (5, "x = 1")]))
    assert [cell.label for cell in cells] == ["In [1]", "In [4]", "In [5]"]

    cells = executed_cells.cells(executed_cells.pack([(1, big + "a"), (2, big + "b"), (3, big + "c"), (4, "x")]))
    assert [cell.label for cell in cells] == ["In [3]", "In [4]"]


def test_twice_the_cells_that_are_too_many_take_twice_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executed_cells, "_MOST_BYTES", 10)
    sessions = [[(number, f"x{number:03}") for number in range(count)] for count in (50, 100, 200)]

    assert [cell.label for cell in executed_cells.cells(executed_cells.pack(sessions[0]))] == ["In [48]", "In [49]"]
    assert grows_with([partial(executed_cells.pack, session) for session in sessions]) < 2.2


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'[["a", 1]]', b"\xff"])
def test_what_holds_no_cells_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        executed_cells.cells(data)


@pytest.mark.parametrize("name", ["a.py", "a.ipynb", "session", "In", " "])
def test_no_file_is_taken_for_a_session(name: str) -> None:
    assert not executed_cells.claims(name)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.text())))
def test_what_is_packed_is_read_again(executed: list[tuple[int, str]]) -> None:
    wanted = [f"In [{number}]" for number, source in executed if source.strip()]
    data = executed_cells.pack(executed)

    assert not wanted or [cell.label for cell in executed_cells.cells(data)] == wanted
