"""A stub in the place of a definition: the rest of the file stays as it was, byte for byte."""

from __future__ import annotations

import codecs
import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4

from torchgrade.cli.student.restoring import RefusedError, Stubs, restore

STUB = '"""Exercise f."""\n\nfrom __future__ import annotations\n\nimport torch\n\n\ndef f(X):\n    """Do."""\n    raise NotImplementedError\n'
CHINESE = '"""练习 f。"""\n\nfrom __future__ import annotations\n\nimport torch\n\n\ndef f(X):\n    """做。"""\n    raise NotImplementedError\n'
STUBS = Stubs({"en": STUB, "zh": CHINESE}, "en")
BODY = 'def f(X):\n    """Do."""\n    raise NotImplementedError\n'
WRITTEN = "@decorated\ndef f(\n    X,\n):\n    return X  # done\n"


def restored(text: str | bytes, *, own: bool = False) -> tuple[bytes, str]:
    data = text if isinstance(text, bytes) else text.encode()
    found = restore(data, "f", STUBS, own=own, notebook=False)
    return found.data, found.part


def refused(text: str | bytes, **how: bool) -> str:
    with pytest.raises(RefusedError) as error:
        restore(
            text if isinstance(text, bytes) else text.encode(), "f", STUBS, **{"own": False, "notebook": False, **how}
        )
    return error.value.entry


def test_only_the_definition_is_another() -> None:
    before, after = "# é\nimport torch\nA = 1\n\n", "\n\ndef g(x):\n\treturn f(x)   \n"

    assert restored(before + WRITTEN + after) == ((before + BODY + after).encode(), "definition")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_are_those_of_the_file(end: str) -> None:
    text, wanted = (f"A = 1\n{part}B = 2\n".replace("\n", end) for part in (WRITTEN, BODY))

    assert restored(text)[0] == wanted.encode()


def test_a_file_without_a_last_line_end_gets_none() -> None:
    assert restored("A = 1\n" + WRITTEN.rstrip())[0] == ("A = 1\n" + BODY.rstrip()).encode()


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "gb18030")],
)  # fmt: skip
@pytest.mark.parametrize("before", ["# 你好\nA = 1\n", ""])
def test_the_encoding_stays_with_its_mark(mark: bytes, encoding: str, before: str) -> None:
    text, wanted = (mark + f"{before}{part}B = '交叉熵'\n".encode(encoding) for part in (WRITTEN, BODY))

    assert restored(text)[0] == wanted


def test_a_declared_encoding_is_kept() -> None:
    text = "# -*- coding: latin-1 -*-\nA = 'é'\n"

    assert restored((text + WRITTEN).encode("latin-1"))[0] == (text + BODY).encode("latin-1")


LINES = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(LINES), st.lists(LINES), st.sampled_from(["\n", "\r\n"]))
def test_comments_of_any_kind_survive(before: list[str], after: list[str], end: str) -> None:
    parts = ["".join(f"# {line}{end}" for line in lines) for lines in (before, after)]
    text = f"{parts[0]}A = 1{end}{WRITTEN.replace(chr(10), end)}{parts[1]}"
    wanted = f"{parts[0]}A = 1{end}{BODY.replace(chr(10), end)}{parts[1]}"

    assert restored(text)[0] == wanted.encode()


def test_magics_of_an_exported_notebook_do_no_harm() -> None:
    assert (
        restored("%matplotlib inline\n!pip install d2l\n" + WRITTEN + "A = 1\n")[0]
        == ("%matplotlib inline\n!pip install d2l\n" + BODY + "A = 1\n").encode()
    )


def test_the_last_definition_is_the_one_that_counts() -> None:
    assert restored("def f(X):\n    return 1\n\ndef f(X):\n    return 2\n\nf = jit(f)\n")[0].endswith(
        (f"return 1\n\n{BODY}\nf = jit(f)\n").encode()
    )


def test_a_lambda_or_a_class_is_a_definition_too() -> None:
    assert restored("A = 1\nf = lambda X: X\n")[0] == f"A = 1\n{BODY}".encode()
    assert restored("A = 1\nclass f:\n    pass\n")[0] == f"A = 1\n{BODY}".encode()


def test_the_exercise_s_own_file_is_the_stub_again() -> None:
    assert restored("import torch\nimport math\n" + WRITTEN, own=True) == (STUB.encode(), "file")
    assert restored("x = (", own=True) == (STUB.encode(), "file")
    assert restored(b"\xff\x00\xff", own=True) == (STUB.encode(), "file")


def test_other_work_in_the_exercise_s_own_file_stays() -> None:
    assert restored(WRITTEN + "def helper():\n    pass\n", own=True)[1] == "definition"


def test_what_cannot_be_done_safely_is_refused() -> None:
    assert refused("def f(X:\n    pass\n") == "syntax"
    assert refused("def g(X):\n    pass\n") == "absent"
    assert refused("class A:\n    def f(self): pass\n") == "absent"
    assert refused("A = 1; f = lambda X: X\n") == "shared"
    assert refused(b"\xff\xfe\x00") == "encoding"
    assert refused(b"") == "absent"


def notebook(*sources: str) -> nbformat.NotebookNode:
    cells = [v4.new_code_cell(source, id=f"c{number}") for number, source in enumerate(sources)]
    return v4.new_notebook(cells=[v4.new_markdown_cell("def f(X): é", id="m"), *cells])


CELLS = ("import torch\nA = 'é'", f"%time\nB = 2\n{WRITTEN}\nC = 3", "def g(X):\n    return f(X)")
RESTORED = f"%time\nB = 2\n{BODY}\nC = 3"


@pytest.mark.parametrize(
    "write",
    [
        nbformat.writes,
        lambda nb: json.dumps(nb, indent="\t", ensure_ascii=True),
        lambda nb: json.dumps(nb, separators=(",", ":"), ensure_ascii=False),
        lambda nb: "\ufeff" + nbformat.writes(nb).replace("\n", "\r\n"),
    ],
    ids=["nbformat", "tabs", "compact", "mark"],
)
def test_in_a_notebook_only_the_source_of_one_cell_is_another(write: object) -> None:
    data = write(notebook(*CELLS)).encode()  # type: ignore[operator]
    found = restore(data, "f", STUBS, own=False, notebook=True)
    wanted = write(notebook(CELLS[0], RESTORED, CELLS[2])).encode()  # type: ignore[operator]

    assert found.part == "cell"
    assert found.data == wanted


def test_a_notebook_that_is_none_is_refused() -> None:
    for text in (
        "",
        "{",
        "[]",
        '{"cells": 3}',
        '{"cells": [3]}',
        "{}",
        '{"cells": [{"cell_type": "code", "source": [1]}]}',
    ):
        assert refused(text, notebook=True) == "notebook", text
    assert refused(nbformat.writes(notebook("x = 1")), notebook=True) == "absent"
    assert refused(nbformat.writes(notebook("def f(X:")), notebook=True) == "syntax"


@given(st.text() | st.binary(), st.booleans())
def test_whatever_the_file_holds_it_is_refused_or_done(data: str | bytes, is_notebook: bool) -> None:
    try:
        restore(
            data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"),
            "f",
            STUBS,
            own=False,
            notebook=is_notebook,
        )
    except RefusedError:
        pass


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ('def f(X):\n    """做。"""\n    return X\n', "en", "zh"),
        ('def f(X):\n    """Do."""\n    return X\n', "zh", "en"),
        ('"""练习 f。"""\r\n\r\n\r\ndef f(X):\r\n    return X\r\n', "en", "zh"),
        ("def f(X):\n    return X\n", "zh", "zh"),
        ("def f(X):\n    return X\n", "en", "en"),
        ("def f(X):\n    return X\n", "fr", "en"),
    ],
)
def test_the_stub_is_in_the_language_of_the_file_or_in_the_usual_one(text: str, usual: str, language: str) -> None:
    texts = {"en": STUB, "zh": CHINESE}
    found = restore(text.encode(), "f", Stubs(texts, usual), own=True, notebook=False)

    assert found.data.decode() == texts[language]


def test_a_definition_is_in_the_language_of_its_cell() -> None:
    cells = [
        v4.new_code_cell(f'def {name}(X):\n    """{words}"""\n    return X')
        for name, words in (("g", "Do."), ("f", "做。"))
    ]
    data = nbformat.writes(v4.new_notebook(cells=cells)).encode()
    found = restore(data, "f", STUBS, own=False, notebook=True)

    assert (
        nbformat.reads(found.data.decode(), 4).cells[1].source
        == 'def f(X):\n    """做。"""\n    raise NotImplementedError'
    )
