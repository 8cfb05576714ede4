"""What ``torchgrade.exports.ci.workflow_commands`` promises, through the runner of GitHub Actions."""

from __future__ import annotations

from hypothesis import example, given, settings

from tests.exports.ci_classes import HOSTILE
from tests.exports.importers.github_commands import Command, commands
from torchgrade.exports.ci.workflow_commands import command, harmless


@settings(max_examples=100, deadline=None)
@given(HOSTILE, HOSTILE.filter(bool), HOSTILE.filter(bool))
@example("50%\r\n::error::x", "a,line=9:b", "%3A")
def test_a_command_arrives_with_its_texts_and_is_the_only_one(data: str, file: str, title: str) -> None:
    line = command("error", data, file=file, line=3, title=title)

    assert commands(line) == [Command("error", {"file": file, "line": "3", "title": title}, data)]


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
@example("a ##[set-env name=A]x")
@example("::error::x")
@example("\t::warning file=a.py::x")
def test_a_harmless_text_is_no_command_wherever_a_line_begins(text: str) -> None:
    assert commands(harmless(text)) == []
    assert commands(f"   {harmless(text)}\n") == []


def test_a_property_without_a_value_is_left_out() -> None:
    assert command("notice", "x", file="", title="t") == "::notice title=t::x"
    assert command("notice", "x") == "::notice::x"
