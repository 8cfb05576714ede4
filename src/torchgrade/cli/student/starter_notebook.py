"""Notebook with the statements and stubs of several exercises. Import this module late, because it imports nbformat."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import nbformat
from nbformat import v4

from torchgrade.cli.student.stubs import Material
from torchgrade.model.catalogue import Catalogue

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def make_notebook(materials: Sequence[Material], name: str, catalogue: Catalogue) -> str:
    """Return the text of a notebook in nbformat 4: statement and stub of each exercise, then the commands to check.

    Cells have counted ids, so that the same exercises give the same bytes.

    :param name: file name of the notebook, which the commands contain.
    :param catalogue: catalogue in the language of the statements.
    :raises nbformat.ValidationError: the notebook is not valid.
    """
    cells = []
    for number, material in enumerate(materials, 1):
        cells.append(v4.new_markdown_cell(material.statement.strip(), id=f"statement-{number}"))
        cells.append(v4.new_code_cell(material.stub.strip(), id=f"stub-{number}"))
    cells.append(v4.new_markdown_cell(_how_to_check(materials, name, catalogue), id="check"))
    notebook = v4.new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return f"{text}\n"


def _how_to_check(materials: Sequence[Material], name: str, catalogue: Catalogue) -> str:
    everything = [catalogue.render("notebook.check", {}), _block([["torchgrade", "check", name]])]
    single = [["torchgrade", "check", name, material.exercise] for material in materials]
    here = f'```python\nfrom torchgrade import check\n\ncheck("{materials[0].exercise}")\n```'
    parts = [*everything, catalogue.render("notebook.one", {}), _block(single), catalogue.render("notebook.here", {})]
    return "\n\n".join([*parts, here])


def _block(commands: Sequence[Sequence[str]]) -> str:
    return "\n".join(["```console", *map(shlex.join, commands), "```"])
