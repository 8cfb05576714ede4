"""Tests of reading files into statements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.words import shown
from torchgrade.readers.cells import CODE_BYTES, Cell, Say, UnreadableError
from torchgrade.readers.parsing import BrokenCodeError, parse
from torchgrade.slicing.items import ItemKind
from torchgrade.slicing.outline import Outline, read_outline

Read = Callable[..., Outline]


def bound(outline: Outline) -> set[str]:
    return set(outline.bindings)


def messages(outline: Outline) -> list[str]:
    return [note.message for note in outline.notes]


def test_a_cell_that_does_not_parse_is_left_out_and_said(outline_of: Read, notebook_of: Callable[..., bytes]) -> None:
    data = notebook_of(("markdown", "text"), "a = 1", "x = 1\nfor i in data_iter(1)\n    pass", "b = 2")
    outline = outline_of(data, "ada.ipynb")
    assert bound(outline) == {"a", "b"}
    assert messages(outline) == [
        "cell 3, line 2 is not valid Python, so the grader ignored it: expected ':'. Correct that line."
    ]


def test_of_a_file_that_does_not_parse_only_the_broken_pieces_are_left_out(
    outline_of: Read,
) -> None:
    outline = outline_of("a = 1\n。。。。。\ndef f():\n    x = 1\n    x +=\n\n@d\ndef g():\n    pass\n")
    assert bound(outline) == {"a", "g"}
    assert [(n.message_id, shown(n.values["place"])) for n in outline.notes] == [
        ("read.syntax", "ada.py, line 2"),
        ("read.syntax", "ada.py, line 5"),
    ]
    assert outline.bindings["g"][0].first_line == 7


def test_a_line_that_python_names_in_a_piece_is_that_of_the_file(outline_of: Read) -> None:
    outline = outline_of("a = 1\n\ndef f(x):\n    if x:\n    return 1\n")
    assert [shown(note.values["reason"]) for note in outline.notes] == [
        "expected an indented block after 'if' statement on line 4"
    ]


def test_a_bracket_that_was_never_closed_costs_no_later_definition(outline_of: Read) -> None:
    outline = outline_of("def f():\n    return (1\n\ndef g():\n    return 2\n\nx = [1\nimport a\n")
    assert bound(outline) == {"g", "a"}


def test_a_string_that_was_never_closed_costs_no_earlier_definition(outline_of: Read) -> None:
    outline = outline_of('def f():\n    return 1\n\nx = """a\n\ndef g():\n    return 2\n')
    assert bound(outline) == {"f", "g"}


def test_magics_and_exports_of_notebooks_are_read(outline_of: Read) -> None:
    outline = outline_of("get_ipython().system('pip install d2l')\n%matplotlib inline\n!ls\nx = 1\n")
    assert bound(outline) == {"x"}
    assert outline.notes == []
    assert outline.bindings["x"][0].first_line == 4


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_files_in_students_encodings_are_read(outline_of: Read, encoding: str) -> None:
    assert bound(outline_of("def f():\r\n\treturn '训练'\r\n".encode(encoding))) == {"f"}


def test_a_python_2_file_keeps_its_functions(outline_of: Read) -> None:
    assert bound(outline_of("def f(x):\n    return x\nprint 'hello'\n")) == {"f"}


def test_more_code_than_is_read_is_refused(say: Say) -> None:
    half = Cell(label="cell 1", source="x" * (CODE_BYTES // 2 + 1))
    with pytest.raises(UnreadableError) as raised:
        read_outline("a.ipynb", [half, half], say)
    assert raised.value.note(say).message_id == "read.too_large"


def test_notes_on_broken_pieces_are_limited(outline_of: Read) -> None:
    outline = outline_of("x = = 1\n" * 50)
    assert len(outline.notes) == 21
    assert outline.notes[-1].values["count"] == 30


@pytest.mark.parametrize("bomb", ["x = " + "-" * 90_000 + "1", "+".join("1" * 90_000), "x = a" + ".b" * 90_000])
def test_code_that_is_nested_too_deeply_is_said(outline_of: Read, bomb: str) -> None:
    outline = outline_of(f"a = 1\n{bomb}\n")
    assert bound(outline) == {"a"}
    assert [note.message_id for note in outline.notes] == ["read.too_deep"]


def test_a_name_that_would_act_on_a_terminal_is_escaped(outline_of: Read) -> None:
    outline = outline_of("x = = 1", "\x1b[31m\udcff.py")
    assert outline.name == "\\x1b[31m\\udcff.py"
    assert shown(outline.notes[0].values["place"]) == "\\x1b[31m\\udcff.py, line 1"


def test_what_stands_under_a_guard_is_marked(outline_of: Read) -> None:
    outline = outline_of(
        "if '__main__' == __name__:\n    a = 1\nelse:\n    b = 1\n"
        "if 0:\n    c = 1\nelse:\n    d = 1\n"
        "if __name__ != '__main__':\n    e = 1\n"
    )
    assert {name for name, items in outline.bindings.items() if items[0].guarded} == {"a", "b", "c"}


def test_loops_bind_nothing(outline_of: Read) -> None:
    outline = outline_of("for i in range(3):\n    x = 1\nwhile True:\n    y = 1\n")
    assert {item.kind for item in outline.items} == {ItemKind.NEVER}
    assert bound(outline) == set()


def test_signs_that_look_like_plain_ones_are_read_as_those_and_said(outline_of: Read) -> None:
    outline = outline_of("x = 1\ny = f（x）\n\nz = 2 +\u00a01\n")
    assert bound(outline) == {"x", "y", "z"}
    assert outline.sources[""] == "x = 1\ny = f(x)\n\nz = 2 + 1\n"
    (message,) = messages(outline)
    assert message == (
        "ada.py, line 2 has a character that Python does not allow in code (U+FF08). The grader read it as the "
        "plain character that it resembles, or ignored it if it is invisible. Type the line again with an English keyboard."
    )


def test_only_the_piece_with_such_a_sign_is_changed_where_others_are_broken(outline_of: Read) -> None:
    outline = outline_of("def f(x)：\n    return '：'\nfor i in\ny = '，'\n")
    assert bound(outline) == {"f", "y"}
    assert outline.sources[""] == "def f(x):\n    return '：'\nfor i in\ny = '，'\n"
    assert [note.message_id for note in outline.notes] == ["read.syntax", "read.signs"]


def test_a_cell_with_magics_and_such_a_sign_is_read(outline_of: Read, notebook_of: Callable[..., bytes]) -> None:
    outline = outline_of(notebook_of("%time\n\ufeffx = 1"), "ada.ipynb")
    assert bound(outline) == {"x"}
    assert outline.sources == {"cell 1": "\nx = 1"}


_LINES = st.lists(
    st.sampled_from(
        [
            "def f():",
            "    return 1",
            "  (",
            ")",
            "'''",
            "@d",
            "else:",
            "try:",
            "x = 1",
            "%time",
            "!ls",
            "。",
            "a = b; c",
        ]
    )
    | st.text(max_size=10),
    max_size=12,
)


@given(_LINES)
def test_any_text_has_an_outline_with_the_line_numbers_of_the_file(say: Say, lines: list[str]) -> None:
    text = "\n".join(line.replace("\n", "").replace("\r", "") for line in lines)
    outline = read_outline("a.py", [Cell(label="", source=text)], say)
    source = outline.sources[""]
    assert source.count("\n") == text.count("\n")
    for name, items in outline.bindings.items():
        for item in items:
            inside = source.split("\n")[item.first_line - 1 : item.last_line]
            assert name.isascii() is False or any(name in line for line in inside)


@given(st.binary(max_size=200))
def test_any_bytes_have_an_outline_or_are_unreadable(outline_of: Read, data: bytes) -> None:
    for name in ("a.py", "a.ipynb"):
        try:
            outline = outline_of(data, name)
        except UnreadableError:
            continue
        assert isinstance(outline, Outline)


_LINES = st.lists(
    st.sampled_from(['x = """', '"""', "%time", "  %x", "(", ")", "x = 1", "\\", "(X）", "'：'"])
    | st.text("%!?\"'\\#() a\n", max_size=8),
    max_size=8,
)


@given(_LINES)
def test_code_that_parses_is_never_changed(say: Say, lines: list[str]) -> None:
    source = "\n".join(["x = 1", *lines])
    try:
        parse(source)
    except BrokenCodeError:
        return
    assert read_outline("ada.py", [Cell(label="", source=source)], say).sources == {"": source}


@given(_LINES, st.sampled_from(["", "cell 1"]))
def test_the_number_of_lines_never_changes(say: Say, lines: list[str], label: str) -> None:
    source = "\n".join(["x = 1", *lines])
    read = read_outline("ada", [Cell(label=label, source=source)], say)
    assert read.sources[label].count("\n") == source.count("\n")
