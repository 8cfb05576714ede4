"""Tests of code that an export of a notebook keeps as strings."""

from __future__ import annotations

import pytest

from tests.readers.test_exports import Cut, Run
from tests.words import shown

BODY = "def softmax(X):\n    y = X\n    return y + 1\n"


@pytest.mark.parametrize(
    "text",
    [
        f"x = 1\nget_ipython().run_cell_magic('time', '', {BODY!r})\nz = 2",
        f"get_ipython().run_cell_magic(u'timeit', u'-n 1', u{BODY!r})",
        f"get_ipython().run_cell_magic('capture', 'out', {('%matplotlib inline' + chr(10) + BODY)!r})",
        f"get_ipython().run_cell_magic('unheard_of', '', {BODY!r})",
        f"get_ipython().run_cell_magic('script', 'python3 -u', {BODY!r})",
        f"get_ipython().run_cell_magic('time', '', '''{BODY}''')",
        f"get_ipython().run_cell_magic(\n    'time', '',\n    '''\n{BODY}''',\n)",
        f"get_ipython().run_cell({BODY!r})",
        f"ip = get_ipython()\nip.run_cell_magic('time', '', {BODY!r})",
        f"get_ipython().run_cell_magic('writefile', 'losses.py', {BODY!r})\nfrom losses import softmax",
        f"get_ipython().run_cell_magic('writefile', 'losses.py', {BODY!r})",
        "get_ipython().run_line_magic('time', 'softmax = lambda X: X + 1')",
        "get_ipython().magic('time softmax = lambda X: X + 1')",
        "get_ipython().magic(u'prun -q softmax = lambda X: X + 1')",
    ],
)
def test_the_code_in_a_string_is_read(text: str, cut_of: Cut, execute: Run) -> None:
    assert execute(cut_of(text))["softmax"](1) == 2


def test_the_code_counts_in_the_order_of_the_file(cut_of: Cut, execute: Run) -> None:
    string = f"get_ipython().run_cell_magic('time', '', {BODY!r})"
    other = "def softmax(X):\n    return X + 2"

    assert execute(cut_of(f"{string}\n{other}"))["softmax"](1) == 3
    assert execute(cut_of(f"{other}\n{string}"))["softmax"](1) == 2


def test_a_string_on_one_line_is_named_by_its_line(cut_of: Cut) -> None:
    found = cut_of(f"x = 1\nget_ipython().run_cell_magic('time', '', {BODY!r})")

    assert [(s.file, s.line) for s in found.units[-1].statements] == [("ada.py string in line 2", 1)]


def test_a_string_of_several_lines_keeps_the_lines_of_the_file(cut_of: Cut) -> None:
    found = cut_of(f"x = 1\nget_ipython().run_cell_magic(\n    'time', '',\n    '''\n{BODY}''',\n)")

    assert [(s.file, s.line) for s in found.units[-1].statements] == [("ada.py", 5)]
    assert found.units[-1].sources["ada.py"].split("\n")[4] == "def softmax(X):"


def test_a_string_of_another_language_names_the_reason(cut_of: Cut) -> None:
    found = cut_of(f"get_ipython().run_cell_magic('bash', '', {BODY!r})")

    assert [note.message_id for note in found.notes] == ["slice.under_magic"]
    assert shown(found.notes[0].values["place"]) == "string in line 1, line 1"


def test_a_string_that_does_not_parse_names_the_line_in_it(cut_of: Cut) -> None:
    found = cut_of("x = 1\nget_ipython().run_cell_magic('time', '', 'def softmax(X):\\n    return (X')")

    assert found.broken is not None
    assert shown(found.broken.values["place"]) == "string in line 2, line 2"


def test_a_string_of_several_lines_that_does_not_parse_names_the_line_of_the_file(cut_of: Cut) -> None:
    found = cut_of(
        'import marimo\napp = marimo.App()\napp._unparsable_cell(\n    r"""\n    def softmax(X):\n        return (X\n    """\n)'
    )

    assert found.broken is not None
    assert shown(found.broken.values["place"]) == "ada.py, line 6"


@pytest.mark.parametrize(
    "text",
    [
        "get_ipython().system('ls')",
        "get_ipython().run_cell_magic('time')",
        "get_ipython().run_cell_magic('time', '', code)",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "get_ipython().run_line_magic('time', 'f(')",
        "model.magic('time x = 1')",
        "get_ipython().run_cell_magic('time', '', 'get_ipython().run_cell_magic(\"time\", \"\", \"y = 1\")')",
    ],
)
def test_other_calls_bind_nothing(text: str, cut_of: Cut) -> None:
    assert cut_of(text).defined == frozenset()
