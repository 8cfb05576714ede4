"""Text in columns: a Chinese character takes two."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from torchgrade.cli.columns import aligned, padded, wrapped

CHINESE = "这台机器上没有 Fashion-MNIST。请给 `check` 或 `grade` 加上 --download，或指定包含 FashionMNIST/raw 的文件夹：“DIR”。"


@pytest.mark.parametrize("width", [20, 31, 40, 79])
def test_a_chinese_text_is_wrapped_by_its_columns(width: int) -> None:
    lines = wrapped(CHINESE, width)

    assert max(map(cell_len, lines)) <= width
    assert max(map(cell_len, lines[:-1])) >= width - 20
    assert "".join("".join(lines).split()) == "".join(CHINESE.split())


@pytest.mark.parametrize("width", range(4, 40))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    lines = wrapped("他说（很慢）：“这是，一个 test（a b），《书》。”", width)

    assert not [line for line in lines if line[0] in "）：，。》”"]
    assert not [line for line in lines if line[-1] in "（“《"]


@pytest.mark.parametrize("width", [12, 17, 30])
def test_words_are_not_broken(width: int) -> None:
    text = "Install it: `python -m pip install torch` — a “long” word_that_is_longer_than_a_line, the end."

    assert " ".join(wrapped(text, width)) == text
    assert [line for line in wrapped(text, width) if len(line) > width] in ([], ["word_that_is_longer_than_a_line,"])


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_is_one_empty_line(text: str) -> None:
    assert wrapped(text, 20) == [""]


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
