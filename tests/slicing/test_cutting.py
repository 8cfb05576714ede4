"""Tests of selecting the code that an exercise reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.words import shown, shown_all
from torchgrade.readers.cells import Say, UnreadableError
from torchgrade.readers.python import cells
from torchgrade.slicing.cutting import ReadFile, Slice, cut, definers
from torchgrade.slicing.outline import read_outline

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]
Book = Callable[..., bytes]


def text(found: Slice, unit: int = -1) -> str:
    return "\n".join(statement.source for statement in found.units[unit].statements)


def said(found: Slice) -> list[str]:
    return [note.message_id for note in found.notes]


@pytest.mark.parametrize(
    "last",
    [
        "softmax = lambda X: 7",
        "def seven(X): return 7\nsoftmax = seven",
        "class softmax:\n    def __new__(cls, X): return 7",
    ],
)
def test_the_last_binding_counts_be_it_what_it_may(cut_of: Cut, execute: Execute, last: str) -> None:
    found = cut_of(f"def softmax(X): return 1\n{last}\n")
    assert execute(found)["softmax"](0) == 7
    assert "slice.several" in said(found)


def test_an_import_is_a_binding(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("from math import exp as softmax\n")
    assert execute(found)["softmax"](0) == 1
    assert (found.accepts, found.not_started) == (None, False)
    assert "math.exp" in found.references


def test_an_assigned_module_of_a_library_is_named_in_the_references(cut_of: Cut) -> None:
    found = cut_of("import torch\nsoftmax = torch.nn.Softmax(1)\n")
    assert "torch.nn.Softmax" in found.references
    assert (found.parameters, found.required, found.accepts) == ([], 0, None)


@pytest.mark.parametrize("guard", ['if __name__ == "__main__":', "if False:", "if '__main__' == __name__ and 1:"])
def test_a_guard_gives_only_what_is_defined_nowhere_else(cut_of: Cut, execute: Execute, guard: str) -> None:
    found = cut_of(
        "n = 1\n"
        f"{guard}\n"
        "    n = 2\n"
        '    def softmax(X):\n        """Return\n        text."""\n'
        "        return n, softmax.__doc__\n"
        "    boom()\n"
    )
    n, doc = execute(found)["softmax"](0)
    assert n == 1
    assert doc == "Return\n        text."
    assert execute(found)["softmax"].__code__.co_firstlineno == 4
    assert said(found) == ["slice.guarded", "slice.skipped"]
    assert shown_all(found.notes[0].values) == {"names": "softmax", "place": "ada.py, line 4"}


def test_the_course_library_is_kept_as_it_is_imported(cut_of: Cut) -> None:
    found = cut_of("from d2l import torch as d2l\ndef softmax(X): return d2l.reduce_sum(X)\n")
    assert text(found).startswith("from d2l import torch as d2l\n")
    assert "d2l.torch.reduce_sum" in found.references


def test_what_is_missing_comes_with_the_name_that_is_most_like_it(cut_of: Cut) -> None:
    found = cut_of("import torch\ndef soft_max(X): return X\n")
    assert (found.found, found.units) == (False, [])
    assert [(note.message_id, note.values["name"], shown(note.values["place"])) for note in found.notes] == [
        ("slice.similar", "soft_max", "ada.py, line 2")
    ]


def test_code_with_the_name_itself_explains_more_than_a_similar_name(cut_of: Cut) -> None:
    found = cut_of("softmax = 3\ndef soft_max(X): return X\n")
    assert said(found) == ["slice.variable"]


@pytest.mark.parametrize("body", ["pass", "...", '"""Docstring."""', "raise NotImplementedError('later')"])
def test_a_stub_is_not_started(cut_of: Cut, body: str) -> None:
    assert cut_of(f"def softmax(X):\n    {body}\n").not_started


def test_the_stub_of_the_exercise_is_not_started(cut_of: Cut) -> None:
    stub = "def softmax(X):\n    out = None\n    return out\n"
    assert cut_of(stub, stub=stub).not_started
    assert not cut_of("def softmax(X):\n    return X\n", stub=stub).not_started


def test_the_parameters_are_named(cut_of: Cut) -> None:
    found = cut_of("def softmax(X, dim=1, *, keep): return X\n")
    assert (found.parameters, found.required, found.accepts) == (["X", "dim"], 1, 2)


def test_what_the_student_defines_leaves_out_what_is_imported(cut_of: Cut) -> None:
    found = cut_of("import torch\nfrom d2l.torch import accuracy\nW = 1\ndef softmax(X): return X\nfor i in W: pass\n")
    assert found.defined == {"W", "softmax"}


def test_a_broken_definition_is_named(cut_of: Cut) -> None:
    found = cut_of("def softmax(X)\n    return X\n\ndef accuracy(y): return y\n")
    assert not found.found
    assert found.broken is not None
    assert found.broken.message == (
        "ada.py, line 1 is not valid Python: expected ':'. It seems to be in your definition of softmax. Correct that line."
    )


def test_a_broken_definition_beside_a_whole_one_is_named_too(cut_of: Cut) -> None:
    found = cut_of("def softmax(X): return X\ndef softmax(X)\n    return X\n")
    assert found.found
    assert found.broken is not None


def test_a_notebook_is_cut_cell_by_cell(cut_of: Cut, execute: Execute, notebook_of: Book) -> None:
    data = notebook_of(
        ("markdown", "# Softmax"),
        "%matplotlib inline\nimport math",
        "%%time\nscale = 2\n!ls",
        "def softmax(X)\n    return X",
        "\n\ndef softmax(X):\n    return math.exp(X) * scale",
        "for i in range(3):\n    print(i)\nprint(1)",
    )
    found = cut_of({"ada.ipynb": data})
    assert execute(found)["softmax"](0) == 2
    places = [(s.file, s.line) for s in found.units[-1].statements]
    assert places == [("ada.ipynb cell 2", 2), ("ada.ipynb cell 3", 2), ("ada.ipynb cell 5", 3)]
    assert found.units[-1].sources["ada.ipynb cell 2"] == "\nimport math"
    assert set(found.units[-1].sources) == {file for file, _ in places}
    assert shown(found.notes[-1].values["places"]) == "cell 6: 1-3"
    assert found.broken is not None


def test_cells_that_were_run_out_of_order_give_functions_that_work(
    cut_of: Cut, execute: Execute, notebook_of: Book
) -> None:
    data = notebook_of("def softmax(X): return helper(X) * n", "def helper(x): return m", "n = 2", "m = 3")
    assert execute(cut_of({"ada.ipynb": data}))["softmax"](0) == 6


@pytest.mark.parametrize(
    ("sources", "names", "are_stubs"),
    [
        ({"a.py": "def f(X): return X", "b.py": "def f(X): pass"}, ["a.py"], False),
        ({"a.py": "def f(X): return X", "b.py": "def f(X): return 2"}, ["a.py", "b.py"], False),
        ({"a.py": "def f(X): return X", "b.py": "from a import f"}, ["a.py"], False),
        ({"a.py": "def f(X): return X", "b.py": "def f(X: return 2"}, ["a.py", "b.py"], False),
        ({"a.py": "def f(X): pass", "b.py": "def f(X): ..."}, ["a.py", "b.py"], True),
        ({"a.py": "g = 1", "b.py": "f(1)"}, [], False),
    ],
)
def test_the_files_that_define_an_exercise_best_are_all_named(
    say: Say, sources: dict[str, str], names: list[str], are_stubs: bool
) -> None:
    files = [
        ReadFile(name=name, mtime_ns=0, outline=read_outline(name, cells(text.encode()), say))
        for name, text in sources.items()
    ]

    assert definers(files, "f") == (names, are_stubs)


_PARTS = st.sampled_from(
    [
        "import math",
        "from helper import *",
        "x = 1",
        "x, y = y, x; z = x",
        "x.a = 1",
        "def softmax(X):\n    return x + helper(X)",
        "@y\ndef helper(a=z):\n    '''\n  text\n'''\n    return a",
        "if x:\n    y = 1\n    print(y)\nelse:\n    def z(): return x",
        "try:\n    import y\nexcept A as e:\n    z = e",
        "if __name__ == '__main__':\n    z = 1; w = 2\n    def y():\n        return x",
        "for x in y:\n    def softmax(X): return 1",
        "class A:\n    def softmax(self): return x",
        "def softmax(X) return",
        "%time",
        "# note",
        "",
    ]
)


@given(st.lists(_PARTS, max_size=10), st.lists(_PARTS, max_size=4))
def test_kept_statements_have_the_lines_of_the_file(say: Say, parts: list[str], helper: list[str]) -> None:
    read = [
        ReadFile(
            name=name,
            mtime_ns=0,
            outline=read_outline(name, cells(("#\n" + "\n".join(p)).encode()), say),
        )
        for name, p in (("main.py", parts), ("helper.py", helper))
    ]
    found = cut(read, "softmax", say=say)
    assert found == cut(read, "softmax", say=say)
    for unit in found.units:
        for statement in unit.statements:
            compile(statement.source, statement.file, "exec")
            handed_in = unit.sources[statement.file].split("\n")[statement.line - 1 :]
            kept = statement.source.split("\n")
            if kept[0] in ("if True:", "if False: pass"):
                kept, handed_in = kept[1:], handed_in[1:]
            assert all(mine in theirs for mine, theirs in zip(kept, handed_in, strict=False))
            assert all(statement.line <= line < statement.line + len(kept) + 1 for line, _ in statement.drop)


@given(st.binary(max_size=300))
def test_any_bytes_are_cut_or_unreadable(cut_of: Cut, data: bytes) -> None:
    source = data.decode("latin-1").replace("\0", "").replace("\r", "\n")
    try:
        found = cut_of(f"x = 1\n{source}\n", "x")
    except UnreadableError:
        return
    assert found.found or found.broken or "slice.similar" not in said(found)


@pytest.mark.parametrize(
    "use", ["import ch3\nsoftmax = ch3.softmax", "import ch3 as c\ndef softmax(X):\n    return c.softmax(X)"]
)
def test_a_function_of_a_module_beside_the_file_is_no_library_function(use: str, cut_of: Cut) -> None:
    files = {"ch3.py": "import torch\ndef softmax(X):\n    return torch.exp(X)", "ada.py": use}
    found = cut_of(files)

    assert "torch.exp" in found.references
    assert "ch3.softmax" not in found.references
