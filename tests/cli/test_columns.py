"""Text in columns: a Chinese character takes two."""

from __future__ import annotations

from rich.cells import cell_len

from torchgrade.cli.columns import aligned, padded


def test_a_cell_is_padded_by_its_columns() -> None:
    assert [cell_len(padded(text, 8)) for text in ("abc", "姓名", "é", "longer than that")] == [8, 8, 8, 16]


def test_rows_are_aligned_below_each_other() -> None:
    rows = [["提交", "学生", "说明"], ["ada", "Ada Lovelace", "x"], ["王小明", "王小明（2024001）", ""]]
    lines = list(aligned(rows, 44))

    assert lines[0] == "提交    学生               说明"
    assert [cell_len(line[: line.index("x")]) for line in lines if "x" in line] == [8 + 19]
    assert lines[2] == "王小明  王小明（2024001）"


def test_a_cell_that_is_too_wide_moves_only_its_own_line() -> None:
    assert list(aligned([["a", "b"], ["宽" * 4, "c"]], 6)) == ["a  b", "宽宽宽宽  c"]
