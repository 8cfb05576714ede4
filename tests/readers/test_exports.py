"""Tests of uncovering the code that an export of a notebook commented out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.words import shown
from torchgrade.readers.exports import COLAB, uncovered
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Run = Callable[[Slice], dict[str, Any]]

BODY = ("def softmax(X):", '    """Text."""', "", "    # half", "    return X + 1")
CALL = "print(softmax(1))"


def commented(lines: tuple[str, ...], prefix: str = "#") -> str:
    """Return lines as an export writes them."""
    return "\n".join(f"{prefix} {line}".rstrip() if line else prefix for line in lines)


EXPORTS = {
    "colab": f'"""# Title"""\n\n{COLAB}\n{commented(("%%time", *BODY, CALL))}\n\nx = 1\n',
    "colab with a comment above the magic": f"import re\n\n{COLAB}\n{commented(('# My cell', '%%capture out', *BODY))}\n\nx = 1\n",
    "colab with an unknown magic": f"{COLAB}\n{commented(('%%my_magic -x', *BODY))}\n",
    "colab of a module": f"{COLAB}\n{commented(('%%writefile ch3.py', *BODY))}\n\nfrom ch3 import softmax\n",
    "databricks": f"# Databricks notebook source\nx = 1\n\n# COMMAND ----------\n\n{commented(('%python', *BODY), '# MAGIC')}\n",
    "databricks with a title": "# Databricks notebook source\n# MAGIC %md\n# MAGIC # def softmax is next\n\n# COMMAND ----------\n\n"
    f"# DBTITLE 1,Softmax\n{commented(('%python ', '', *BODY), '# MAGIC')}\n\n# COMMAND ----------\n\n# MAGIC %sql\n# MAGIC SELECT *",
    "databricks with a cell magic": f"# Databricks notebook source\n{commented(('%%time', *BODY), '# MAGIC')}\n",
    "databricks whose code is no comment": "# Databricks notebook source\n# MAGIC %python\n" + "\n".join(BODY),
    "fabric": "# Fabric notebook source\n\n# METADATA ********************\n\n# META {\n# META }\n\n# CELL ********************\n\n"
    f"{commented(('%%pyspark', *BODY), '# MAGIC')}\n",
    "jupytext in the notebook only": f'import re\n\n# + active="ipynb"\n{commented(BODY)}\n\n# +\nx = 1\n',
    "jupytext by a tag": f'# %% tags=["active-ipynb"]\n{commented(BODY)}\n\n# %%\nx = 1\n',
    "jupytext in another Python": f'# %% magic_args="--no-raise" language="python3"\n{commented(BODY)}\n',
    "percent cells with a magic": "# %%\nx = 1\n\n# %%\n%%time\n" + "\n".join(BODY) + "\n\n# %% [markdown]\n# # End\n",
    "percent cells with a module": "# %%\nx = 1\n\n# %%\n%%writefile a/ch3.py\n"
    + "\n".join(BODY)
    + "\n\n# %%\ny = 1\n",
    "percent cells with a commented magic": "# %%\n# %%time\n" + "\n".join(BODY) + "\n",
    "kaggle": '# %% [code] {"execution":{}}\n%%bash\nls\n# %% [code]\n%%time\n' + "\n".join(BODY) + "\n",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_a_cell_that_an_export_hid_is_read(name: str, cut_of: Cut, execute: Run) -> None:
    found = cut_of(EXPORTS[name])

    assert found.found, name
    assert execute(found)["softmax"](1) == 2


@pytest.mark.parametrize("name", [name for name in EXPORTS if "module" not in name])
def test_its_lines_have_the_numbers_of_the_file(name: str, cut_of: Cut) -> None:
    text = EXPORTS[name]
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "def softmax(" in line)

    assert [s.line for unit in cut_of(text).units for s in unit.statements if "softmax" in s.binds] == [line]


@pytest.mark.parametrize(
    "text",
    [
        commented(BODY),
        f"# %%\n{commented(BODY)}",
        f"{COLAB}\n# %matplotlib inline\n{commented(BODY)}\n",
        f"{COLAB}\n{commented(('%%bash', *BODY))}\n",
        f"# Databricks notebook source\n{commented(('%md', *BODY), '# MAGIC')}\n",
        f'# %% language="bash"\n{commented(BODY)}\n',
        f"# %% [markdown]\n{commented(BODY)}\n",
    ],
)
def test_a_comment_that_no_export_made_of_code_is_not_read(text: str, cut_of: Cut) -> None:
    found = cut_of(text + "\nx = 1")

    assert not found.found
    assert len(found.notes) == 1


@pytest.mark.parametrize("magic", ["%%time", "%%capture out"])
@pytest.mark.parametrize("above", ["", "# %%\n", "import re\n\n"])
def test_comments_below_a_cell_magic_are_read_if_nothing_else_defines_it(
    magic: str, above: str, cut_of: Cut, execute: Run
) -> None:
    text = above + commented((magic, *BODY))
    found = cut_of(text)

    assert execute(found)["softmax"](1) == 2
    assert [(note.message_id, shown(note.values["place"])) for note in found.notes] == [
        ("slice.aside_comment", f"ada.py, line {above.count(chr(10)) + 2}")
    ]
    assert execute(cut_of("def softmax(X):\n    return X + 5\n\n" + text))["softmax"](1) == 6


def test_comments_below_a_magic_for_another_language_are_named(cut_of: Cut) -> None:
    assert [note.message_id for note in cut_of(commented(("%%bash", *BODY))).notes] == ["slice.commented"]


def test_a_later_cell_with_the_same_function_counts(cut_of: Cut, execute: Run) -> None:
    text = EXPORTS["colab"] + "\ndef softmax(X):\n    return X + 2\n"

    assert execute(cut_of(text))["softmax"](1) == 3


def test_a_line_magic_that_runs_code_is_read_in_a_notebook_only() -> None:
    line = "# %time f = make()"

    assert uncovered(f"# %%\n{line}").text == "# %%\n%time f = make()"
    assert uncovered(f"x = 1\n{line}").text == f"x = 1\n{line}"


_LINES = st.lists(
    st.sampled_from(
        [COLAB, "# %%time", "# %%", "%%bash", "# x = 1", "#", "# MAGIC %python", "# MAGIC x", "# MAGIC", "# +", "",
         '# + active="ipynb"', "# In[1]:", "x = 1", "# COMMAND ----------", "# %run a.py"]
    )
)  # fmt: skip


@given(_LINES)
def test_the_number_of_lines_never_changes(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = uncovered(text)

    assert found.text.count("\n") == text.count("\n")
    assert all(0 <= first <= stop <= len(text.split("\n")) for first, stop in found.parts)
