"""Tests of cutting text that does not parse."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.chunks import chunks


def pieces(text: str, *, resync: bool = False) -> list[str]:
    lines = text.split("\n")
    return ["\n".join(lines[a:b]) for a, b in chunks(lines, resync=resync)]


def test_a_piece_begins_in_column_0() -> None:
    assert pieces("x = 1\ndef f():\n    pass\ny") == ["x = 1", "def f():\n    pass", "y"]


def test_decorators_go_with_what_they_decorate() -> None:
    text = "@a\n@b(\n1)\n# why\n\ndef f():\n    pass"
    assert pieces(text) == [text]


def test_the_other_branches_go_with_the_first() -> None:
    text = "try:\n    x\nexcept A:\n    y\nelse:\n    z\nfinally:\n    w\nif a:\n    b\nelif c:\n    d"
    assert pieces(text) == [text[: text.index("if a")].rstrip("\n"), text[text.index("if a") :]]


def test_strings_and_brackets_of_several_lines_stay_whole() -> None:
    assert pieces('x = """\na\n"""\ny = [\n1\n]') == ['x = """\na\n"""', "y = [\n1\n]"]


def test_a_bracket_that_was_never_closed_swallows_no_definition_where_it_is_cut_again() -> None:
    text = "x = (1,\ndef f():\n    pass\nimport a"
    assert pieces(text) == [text]
    assert pieces(text, resync=True) == ["x = (1,", "def f():\n    pass", "import a"]


@given(st.lists(st.sampled_from(["x", "def f():", "  y", "(", ")", '"""', "@d", "else:", "#", "", "'"])))
def test_the_pieces_together_are_the_text(lines: list[str]) -> None:
    for resync in (False, True):
        bounds = chunks(lines, resync=resync)
        assert bounds[0][0] == 0
        assert bounds[-1][1] == len(lines)
        assert all(a[1] == b[0] for a, b in itertools.pairwise(bounds))
