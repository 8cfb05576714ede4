"""Layout of help pages."""

from __future__ import annotations

import gettext

import click
import pytest

from torchgrade.cli.formatting import HelpContext, HelpFormatter
from torchgrade.cli.wrapping import cells


def test_english_pages_look_as_those_of_click() -> None:
    command = click.Command(
        "act",
        help="Act once.\n\n  Then stop, because this paragraph has so many words that it needs two lines of a page.",
        params=[
            click.Option(
                ["--loud"],
                is_flag=True,
                help="Act so loudly that everybody hears it, in this room and in the next one.",
            ),
            click.Option(["--a-very-long-option-name"], metavar="TEXT", help="Its text is on the next line."),
            click.Option(["--mute"], is_flag=True),
            click.Argument(["files"], nargs=-1),
        ],
    )
    ours = command.get_help(HelpContext(command, info_name="act", max_content_width=70))
    theirs = command.get_help(click.Context(command, info_name="act", max_content_width=70))

    assert ours == theirs


def test_chinese_lines_are_as_wide_as_others() -> None:
    formatter = HelpFormatter(width=40)
    with formatter.indentation():
        formatter.write_text("汉字，" * 40 + "\n\n第二段")
        formatter.write_dl([("--选项 值", "说明，" * 30), ("-x", "短")])
    rows = formatter.getvalue().splitlines()

    assert max(map(cells, rows)) <= 40
    assert not [row for row in rows if row.strip().startswith("，")]
    assert rows[-1] == "  -x         短"


def test_a_term_that_is_too_wide_is_on_its_own_line() -> None:
    formatter = HelpFormatter(width=40)
    formatter.write_dl([("--" + "x" * 40, "text"), ("-y", "")])

    assert formatter.getvalue().splitlines() == ["--" + "x" * 40, " " * 32 + "text", "-y"]


def test_a_marked_paragraph_keeps_its_lines() -> None:
    formatter = HelpFormatter(width=40)
    formatter.write_text("one\ntwo\n\n\b\nfirst\n  second")

    assert formatter.getvalue() == "one two\n\nfirst\n  second\n"


@pytest.mark.parametrize(
    ("usage", "heading", "rows"),
    [("Usage:", "Options", ["Usage: act X", "Options:"]), ("用法：", "选项", ["用法：act X", "选项："])],
)
def test_a_colon_is_that_of_the_language(
    usage: str, heading: str, rows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torchgrade.cli.formatting.gettext", {"Usage:": usage}.get)
    formatter = HelpFormatter(width=40)
    formatter.write_usage("act", "X")
    formatter.write_heading(heading)

    assert formatter.getvalue().splitlines() == rows
    assert gettext.gettext("Usage:") == "Usage:"


def test_arguments_are_continued_below_the_first_one() -> None:
    formatter = HelpFormatter(width=30)
    formatter.write_usage("act", "[ONE] [TWO] [THREE] [FOUR]")

    assert formatter.getvalue().splitlines() == ["Usage: act [ONE] [TWO] [THREE]", "           [FOUR]"]


def test_a_usage_without_arguments_is_only_the_name() -> None:
    formatter = HelpFormatter()
    formatter.write_usage("act")

    assert formatter.getvalue() == "Usage: act\n"
