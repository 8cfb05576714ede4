"""Lines on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest

from torchgrade.cli.screen import Screen
from torchgrade.cli.wrapping import cells


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


def test_chinese_is_wrapped_by_its_width_under_its_own_beginning() -> None:
    stream = io.StringIO()
    Screen(stream).entry("正常  ", "评分程序，" * 20, indent=2)
    rows = stream.getvalue().splitlines()

    assert len(rows) == 3
    assert all(cells(row) <= 80 for row in rows)
    assert all(row.startswith(" " * 8) and row.strip()[0] != "，" for row in rows[1:])
