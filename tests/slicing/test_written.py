"""Tests of modules that a notebook writes with ``%%writefile``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.readers.test_exports import Cut, Run
from tests.words import shown
from torchgrade.slicing.cutting import ReadFile, definers
from torchgrade.slicing.outline import Outline
from torchgrade.slicing.written import merged

Notebook = Callable[..., bytes]
CODE = "import math\n\ndef softmax(X):\n    return X + math.floor(1.5)"


@pytest.mark.parametrize(
    "magic", ["%%writefile ch3.py", "%%writefile ./src/ch3.py", '%%file "ch3.py"', "%%writefile -a ch3.py"]
)
@pytest.mark.parametrize(
    "use",
    [
        "from ch3 import softmax",
        "import sys\nsys.path.append('src')\nimport ch3\nsoftmax = ch3.softmax",
        "from ch3 import *",
        "%run src/ch3.py",
        "x = 1",
    ],
)
def test_a_module_lies_beside_the_notebook(
    magic: str, use: str, cut_of: Cut, notebook_of: Notebook, execute: Run
) -> None:
    found = cut_of({"hw/ada.ipynb": notebook_of(f"{magic}\n{CODE}", use)})
    made = [
        (s.file, s.line) for unit in found.units for s in unit.statements if "softmax" in s.binds and "def" in s.source
    ]

    assert execute(found)["softmax"](1) == 2
    assert made == [("hw/ada.ipynb cell 1", 4)]


def test_a_module_in_a_folder_has_a_dotted_name(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of(
        f"%%writefile src/ch3.py\n{CODE}", "from src.ch3 import softmax as f\ndef softmax(X):\n    return f(X)"
    )

    assert execute(cut_of({"hw/ada.ipynb": data}))["softmax"](1) == 2


def test_a_file_that_is_a_cell_which_writes_it_is_read(cut_of: Cut, execute: Run) -> None:
    for text in (f"%%writefile ch3.py\n{CODE}", f"x = 1\n%%writefile ch3.py\n{CODE}"):
        assert execute(cut_of({"hw/ch3.py": text}))["softmax"](1) == 2


def test_a_module_that_nothing_imports_is_said(cut_of: Cut, notebook_of: Notebook) -> None:
    found = cut_of({"ada.ipynb": notebook_of("x = 1", f"%%writefile ch3.py\n{CODE}")})

    assert [(note.message_id, shown(note.values["place"]), note.values["file"]) for note in found.notes] == [
        ("slice.written", "cell 2, line 4", "ch3.py")
    ]


def test_of_several_modules_the_last_counts_and_the_others_are_named(
    cut_of: Cut, notebook_of: Notebook, execute: Run
) -> None:
    other = "def softmax(X):\n    return X"
    data = notebook_of(f"%%writefile b.py\n{other}", f"%%writefile a.py\n{other}", f"%%writefile b.py\n{CODE}")
    found = cut_of({"ada.ipynb": data})

    assert execute(found)["softmax"](1) == 2
    assert [(note.message_id, shown(note.values.get("places"))) for note in found.notes] == [
        ("slice.several", "cell 2, line 2"),
        ("slice.written", "None"),
    ]


def test_code_counts_more_than_a_module(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    own = "def softmax(X):\n    return X + 5"

    for cells in ((own, f"%%writefile ch3.py\n{CODE}"), (f"%%writefile ch3.py\n{CODE}", own)):
        found = cut_of({"ada.ipynb": notebook_of(*cells)})
        assert execute(found)["softmax"](1) == 6
        assert found.notes == []


def test_a_submitted_file_counts_more_than_a_module_of_its_name(
    cut_of: Cut, notebook_of: Notebook, execute: Run
) -> None:
    data = notebook_of(f"%%writefile ch3.py\n{CODE}", "from ch3 import softmax")
    found = cut_of({"ada.ipynb": data, "ch3.py": "def softmax(X):\n    return X + 5"})

    assert execute(found)["softmax"](1) == 6


def test_appended_cells_are_one_module(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of(
        "%%writefile ch3.py\nONE = 1", "%%writefile -a ch3.py\ndef softmax(X):\n    return X + ONE", "import ch3"
    )

    assert execute(cut_of({"ada.ipynb": data}))["softmax"](1) == 2


def test_the_last_writing_counts(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of("%%writefile ch3.py\ndef softmax(X):\n    return 0", f"%%writefile ch3.py\n{CODE}")

    assert execute(cut_of({"ada.ipynb": data}))["softmax"](1) == 2


def test_modules_may_import_one_another(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of(
        "%%writefile one.py\nONE = 1",
        "%%writefile two.py\nfrom one import ONE\ndef softmax(X):\n    return X + ONE",
        "import two",
    )

    assert execute(cut_of({"ada.ipynb": data}))["softmax"](1) == 2


def test_a_file_that_is_no_module_is_not_read(cut_of: Cut, notebook_of: Notebook) -> None:
    found = cut_of({"ada.ipynb": notebook_of(f"%%writefile notes.txt\n{CODE}", "x = 1")})

    assert not found.found


def test_a_module_that_does_not_parse_names_the_line(outline_of: Callable[..., Outline], notebook_of: Notebook) -> None:
    notes = outline_of(notebook_of("%%writefile ch3.py\ndef softmax(X):\n    return (X", "x = 1"), "ada.ipynb").notes

    assert [(note.message_id, shown(note.values["place"])) for note in notes] == [("read.syntax", "cell 1, line 3")]


def test_an_exercise_in_a_module_that_does_not_parse_is_named(cut_of: Cut, notebook_of: Notebook) -> None:
    data = notebook_of("%%writefile ch3.py\ndef softmax(X):\n    return (X", "from ch3 import softmax")
    for files in (
        {"ada.ipynb": data},
        {"ch3.py": "def softmax(X):\n    return (X", "ada.py": "from ch3 import softmax"},
    ):
        found = cut_of(files)
        assert not found.found
        assert found.broken is not None
        assert found.broken.message_id == "slice.broken"


def test_more_modules_than_any_notebook_has_are_left_out(cut_of: Cut, notebook_of: Notebook) -> None:
    cells = [f"%%writefile m{number}.py\nx = 1" for number in range(30)]

    assert not cut_of({"ada.ipynb": notebook_of(*cells, f"%%writefile last.py\n{CODE}")}).found


def test_lines_of_one_cell_show_all_that_is_in_it(cut_of: Cut) -> None:
    text = f"# %%\n%%writefile ch3.py\n{CODE}\n\n# %%\nfrom ch3 import softmax"
    found = cut_of(text)

    assert {text for unit in found.units for text in unit.sources.values()} == {
        "\n".join(["", "", *text.split("\n")[2:]])
    }


def test_merging_keeps_what_each_text_has() -> None:
    assert merged("a\n\n\nd", "\nb") == "a\nb\n\nd"


def test_a_notebook_defines_what_its_module_does(outline_of: Callable[..., Outline], notebook_of: Notebook) -> None:
    data = notebook_of(
        f"%%writefile ch3.py\n{CODE}", ("markdown", "def sgd(X):\n    return X + 1"), "from ch3 import *"
    )
    read = [ReadFile(name="ada.ipynb", mtime_ns=0, outline=outline_of(data, "ada.ipynb"))]

    assert definers(read, "softmax") == (["ada.ipynb"], False)
    assert definers(read, "sgd") == (["ada.ipynb"], False)
    assert definers(read, "accuracy") == ([], False)


def test_a_module_may_have_a_space_in_its_name(cut_of: Cut, notebook_of: Notebook, execute: Run) -> None:
    data = notebook_of(f"%%writefile 'my losses.py'\n{CODE}", "%run 'my losses.py'")

    assert execute(cut_of({"ada.ipynb": data}))["softmax"](1) == 2


@pytest.mark.parametrize("file", ["softmax.txt", "$name", "'a softmax'", ""])
def test_a_definition_in_a_file_that_is_no_module_is_named(file: str, cut_of: Cut, notebook_of: Notebook) -> None:
    found = cut_of({"ada.ipynb": notebook_of("x = 1", f"%%writefile {file}\n{CODE}")})

    assert [(note.message_id, shown(note.values["place"]), note.values["magic"]) for note in found.notes] == [
        ("slice.under_magic", "cell 2, line 4", "%%writefile")
    ]
