"""Tests of blanking the syntax that only IPython understands."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.words import shown
from torchgrade.readers.magics import blank
from torchgrade.slicing.outline import Outline


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%config InlineBackend.figure_format = 'svg'",
        "!pip install d2l",
        "!echo it's (not closed",
        "?torch.nn",
        "torch.nn??",
        "torch.nn?  # what is it",
        "files = !ls -l",
        "a, b = %timeit -o f()",
    ],
)
def test_a_line_for_ipython_becomes_an_empty_line(line: str) -> None:
    assert blank(f"x = 1\n{line}\ny = 2") == "x = 1\n\ny = 2"


def test_a_magic_that_goes_on_behind_a_backslash_is_blanked_whole() -> None:
    assert blank("!pip install \\\n  torch \\\n  d2l\nx = 1") == "\n\n\nx = 1"


def test_a_magic_in_a_block_leaves_a_pass_so_that_the_block_stays_valid() -> None:
    assert blank("for i in range(3):\n    %time f()\nx = 1") == "for i in range(3):\n    pass\nx = 1"


@pytest.mark.parametrize(
    "line",
    [
        "%time f = make()",
        "%time  f, g = 1, 2",
        "%prun -q -s cumulative f = make()",
        "%mprun -f make f = make()",
        "%time import torch",
        "%time def f(x): return x",
        "%%time f: int = 1",
    ],
)
def test_a_line_magic_that_measures_an_assignment_leaves_it(line: str) -> None:
    kept = blank(f"x = 1\n{line}\ny = 2").split("\n")[1]

    assert line.endswith(kept)
    assert isinstance(ast.parse(kept).body[0], ast.Assign | ast.AnnAssign | ast.Import | ast.FunctionDef)


@pytest.mark.parametrize(
    "line", ["%time f(x=1)", "%timeit f = make()", "%time f = (", "%time", "%timeit", "%load_ext a", "%time x == 1"]
)
def test_a_line_magic_that_binds_nothing_is_blanked(line: str) -> None:
    assert blank(f"x = 1\n{line}") == "x = 1\n"


@pytest.mark.parametrize(
    "magic",
    ["%%memit", "%%mprun -f f", "%%pycodestyle", "%%wandb", "%%script python3", "%%script --bg /usr/bin/python -u", "%%python3",
     "%%px --local", "%%unheard_of x", "# comment\n%%time", "%%capture\n%%time"],
)  # fmt: skip
def test_code_below_a_cell_magic_is_kept(magic: str) -> None:
    assert blank(f"{magic}\nx = 1").strip().endswith("x = 1")


@pytest.mark.parametrize(
    "magic", ["%%script bash", "%%sql", "%%unheard_of", "%md", "%sql", "%%writefile a.py", "%%script"]
)
def test_what_is_not_python_below_a_cell_magic_is_blanked(magic: str) -> None:
    assert blank(f"{magic}\nselect x from y") == "\n"


def test_an_unknown_cell_magic_is_told(outline_of: Callable[..., Outline], notebook_of: Callable[..., bytes]) -> None:
    notes = outline_of(notebook_of("%%time\nx = 1", "\n%%unheard_of\ny = 1"), "ada.ipynb").notes

    assert [(note.message_id, shown(note.values["place"]), note.values["magic"]) for note in notes] == [
        ("read.magic", "cell 2, line 2", "%%unheard_of")
    ]


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "%%prun"])
def test_a_cell_magic_whose_body_is_code_loses_its_first_line_only(magic: str) -> None:
    assert blank(f"\n{magic}\ndef f(): pass\n%pylab") == "\n\ndef f(): pass\n"


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%javascript", "%%"])
def test_any_other_cell_magic_blanks_the_cell(magic: str) -> None:
    assert blank(f"{magic}\nx = 1\ny = 2") == "\n\n"


@pytest.mark.parametrize(
    "code",
    [
        'x = """\n%matplotlib inline\n!ls\n"""',
        "x = ('%d'\n  % 3)",
        "x = '%d' \\\n% 3",
        "# is it right?",
        "x = 'what?'",
        "x = 1 # !ls",
        "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1",
        "x != y",
    ],
)
def test_code_without_magics_is_left_alone(code: str) -> None:
    assert blank(code) == code


@pytest.mark.parametrize(
    "code",
    ['x = """\n%d\n! ?\n"""', "x = ('%d'\n  % 3)", "x = '%d' \\\n% 3", "# really?", "x = 'y?'"],
)
def test_strings_and_expressions_of_several_lines_survive_beside_a_magic(code: str) -> None:
    assert blank(f"%matplotlib inline\n{code}\n!ls") == f"\n{code}\n"


_LINES = st.lists(
    st.sampled_from(
        [
            "%time",
            "!ls",
            "x?",
            "a = !b",
            "  %x",
            "%%time",
            '"""',
            "(",
            ")",
            "x = 1",
            "\\",
            "  y",
            "",
            "#?",
            "'\\",
        ]
    )
    | st.text("%!?\"'\\#() a\n", max_size=8),
    max_size=8,
)


@given(_LINES)
def test_the_number_of_lines_never_changes(lines: list[str]) -> None:
    source = "\n".join(lines)
    assert blank(source).count("\n") == source.count("\n")


def test_blanked_code_keeps_the_lines_of_what_stays() -> None:
    tree = ast.parse(blank("%a\n\n!b\ndef f():\n    !c\n    return 1"))
    assert tree.body[0].lineno == 4
