"""Notebooks in other forms: exports that hide cells, modules that a notebook writes, marimo, Markdown."""

from __future__ import annotations

import json

from tests.realfiles.pieces import ACCURACY, CROSS_ENTROPY, IMPORTS, SHORT, SOFTMAX, THREE, Habit, inside, notebook

NOTEBOOK = ".ipynb"
COLAB = "# Commented out IPython magic to ensure Python compatibility."
REST = f"{CROSS_ENTROPY}\n\n{ACCURACY}"


def commented(text: str, prefix: str = "# ") -> str:
    """Return the lines of a text as comments."""
    return "\n".join(prefix + line for line in text.rstrip("\n").split("\n")) + "\n"


def cell(text: str, parameters: str = "", returns: str = "") -> str:
    """Return a cell of marimo."""
    return f"\n\n@app.cell\ndef _({parameters}):\n{inside(text)}\n    return {returns}\n"


def other_kind(kind: str) -> bytes:
    """Return a notebook whose softmax is in a cell of that kind."""
    data = json.loads(notebook(IMPORTS, SOFTMAX, REST))
    index = next(n for n, cell in enumerate(data["cells"]) if "def softmax" in "".join(cell["source"]))
    data["cells"][index] = {"cell_type": kind, "metadata": {}, "source": data["cells"][index]["source"]}
    return json.dumps(data).encode()


HABITS = {
    "nbconvert_with_a_cell_magic": Habit(
        f"# In[1]:\n\n{IMPORTS}\n# In[2]:\n\nget_ipython().run_cell_magic('time', '', {SOFTMAX!r})\n\n# In[3]:\n\n{REST}"
    ),
    "nbconvert_with_a_module": Habit(
        f"get_ipython().run_cell_magic('writefile', 'ch3.py', {SHORT!r})\nfrom ch3 import softmax, cross_entropy, accuracy\n"
    ),
    "colab_with_a_cell_magic": Habit(f'"""# 3.6"""\n\n{IMPORTS}\n{COLAB}\n{commented("%%time" + chr(10) + SOFTMAX)}\n{REST}'),
    "databricks": Habit(
        f"# Databricks notebook source\n{IMPORTS}\n# COMMAND ----------\n\n# MAGIC %md\n# MAGIC # 3.6\n\n# COMMAND ----------\n\n"
        f"{commented('%python' + chr(10) + SOFTMAX, '# MAGIC ')}\n# COMMAND ----------\n\n{REST}"
    ),
    "jupytext_in_the_notebook_only": Habit(f'{IMPORTS}\n# + active="ipynb"\n{commented(SOFTMAX)}\n# +\n{REST}'),
    "a_module_that_the_notebook_writes": Habit(
        notebook("%%writefile ch3.py\n" + SHORT, "from ch3 import *", "from ch3 import softmax"), suffix=NOTEBOOK
    ),
    "unknown_cell_magic": Habit(notebook(IMPORTS, "%%unheard_of\n" + SOFTMAX, REST), THREE, ("read.magic",), NOTEBOOK),
    "cell_that_became_markdown": Habit(other_kind("markdown"), THREE, ("slice.aside_markdown",), NOTEBOOK),
    "cell_that_became_raw": Habit(other_kind("raw"), THREE, ("slice.aside_raw",), NOTEBOOK),
    "marimo": Habit(
        'import marimo\n\n__generated_with = "0.19.7"\napp = marimo.App()\n'
        + cell(CROSS_ENTROPY, "torch", "(cross_entropy,)")
        + cell(SOFTMAX, "torch", "(softmax,)")
        + cell(ACCURACY, "", "(accuracy,)")
        + cell("import torch\nimport marimo as mo", "", "mo, torch")
        + '\n\nif __name__ == "__main__":\n    app.run()\n'
    ),
    "marimo_with_setup": Habit(
        "import marimo as mo\n\napp = mo.App()\n\nwith app.setup:\n    import torch\n\n\n"
        + "".join(f"@app.function\n{text}\n\n" for text in (SOFTMAX, CROSS_ENTROPY, ACCURACY))
    ),
    "quarto": Habit(f"---\ntitle: 3.6\n---\n\n```{{python}}\n{IMPORTS}```\n\n```{{python}}\n{SOFTMAX}\n{REST}```\n", suffix=".qmd"),
    "markdown": Habit(f"# 3.6\n\n```python\n{IMPORTS}```\n\n```python\n{SOFTMAX}\n{REST}```\n", THREE, ("slice.aside_block",), ".md"),
}  # fmt: skip
