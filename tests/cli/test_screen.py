"""Lines on a terminal and elsewhere."""

from __future__ import annotations

import io

import pytest

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
