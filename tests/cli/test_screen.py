"""Lines on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from torchgrade.cli.screen import Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_lines_are_plain() -> None:
    stream = io.StringIO()
    Screen(stream).line(("failed", "bold red"), " [bold]x[/bold] :smile:\nnext", indent=2)

    assert stream.getvalue() == "  failed [bold]x[/bold] :smile:\n  next\n"


def test_on_a_terminal_text_is_styled_and_never_read_as_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    Screen(stream).line(("failed", "bold red"), " [bold]x[/bold] :smile:")

    assert "\x1b[1;31mfailed\x1b[0m" in stream.getvalue()
    assert "[bold]x[/bold] :smile:" in stream.getvalue()


def test_no_color_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    Screen(stream).line(("failed", "red"))

    assert "31m" not in stream.getvalue()


def test_a_line_that_is_made_to_be_copied_is_not_broken() -> None:
    stream = Terminal()
    Screen(stream).line("word " * 60, wrap=False)

    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize("kind", [io.StringIO, Terminal])
def test_an_entry_keeps_to_80_columns_under_its_own_beginning(
    kind: type[io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = kind()
    Screen(stream).entry("head  ", "word " * 30, indent=2)
    rows = stream.getvalue().splitlines()

    assert rows[0].startswith("  head  word")
    assert all(row.startswith(" " * 8 + "word") for row in rows[1:])
    assert max(map(len, rows)) <= 80
    assert " ".join(rows).split() == ["head", *["word"] * 30]


def test_an_entry_does_not_break_a_word() -> None:
    stream = io.StringIO()
    Screen(stream).entry("", f"a {'x/-' * 40} b")

    assert stream.getvalue() == f"a\n{'x/-' * 40}\nb\n"


@pytest.mark.parametrize("width", [30, 47, 80])
def test_a_terminal_breaks_a_chinese_text_at_its_own_columns(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    stream = Terminal()
    Screen(stream).line("下一步：", "请在 `sgd` 里改正这一点，然后重新检查。" * 5, indent=4)
    rows = stream.getvalue().splitlines()

    assert max(map(cell_len, rows)) <= width
    assert all(cell_len(row) > width - 12 for row in rows[:-1])
    assert all(row.startswith(" " * 4) and row[4] not in " ，。" for row in rows)


def test_a_style_goes_on_after_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    Screen(stream).line(("one two three four five six", "bold"))

    assert [row.count("\x1b[1m") for row in stream.getvalue().splitlines()] == [1, 1]


def test_a_terminal_keeps_the_blanks_of_a_row_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    Screen(stream).line("  1.5   -2\n\n   10    3", indent=2)

    assert stream.getvalue() == "    1.5   -2\n\n     10    3\n"


def test_an_entry_in_chinese_is_wrapped_under_its_own_beginning() -> None:
    stream = io.StringIO()
    Screen(stream).entry("正常  ", "评分程序，" * 20, indent=2)
    rows = stream.getvalue().splitlines()

    assert len(rows) == 3
    assert all(cell_len(row) <= 80 for row in rows)
    assert all(row.startswith(" " * 8) and row.strip()[0] != "，" for row in rows[1:])
