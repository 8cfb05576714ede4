"""Any text is read: what it holds is cut out or noted, and no text makes the reading itself raise."""

from __future__ import annotations

import importlib.resources
import json

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torchgrade.model.catalogue import load_catalogue
from torchgrade.readers import notebook, python
from torchgrade.readers.cells import UnreadableError
from torchgrade.slicing.cutting import ReadFile, cut
from torchgrade.slicing.outline import read_outline

SAY = load_catalogue([importlib.resources.files("torchgrade") / "catalogues"]).note
STUB = "def softmax(X):\n    raise NotImplementedError\n"
PIECES = (
    "def softmax(X):\n    return X\n", "class softmax:\n  pass\n", "async def softmax(): pass\n", "softmax = sgd\nsgd = softmax\n",
    "softmax: int\n", "softmax += 1\n", "del softmax\n", "global softmax\n", "nonlocal a\n", "(softmax := 1)\n", "*softmax, y = z\n",
    "softmax.a[0].b = 1\n", "softmax = cross_entropy = lambda *a, **k: 0\n", "lambda softmax=softmax: 1\n", "@softmax\n",
    "def cross_entropy(a, /, b, *, c=1, **d): ...\n", "for softmax in x: pass\n", "while softmax: break\n", "raise softmax\n",
    "if __name__ == '__main__':\n", "if False:\n  def softmax(X): pass\nelif softmax:\n  pass\nelse:\n  softmax = 2\n",
    "match x:\n case {**softmax}:\n  a = softmax\n", "try:\n", "except* A as e:\n", "finally:\n", "with a as (b, softmax):\n",
    "from . import softmax\n", "from .b import *\n", "from b import softmax as softmax\n", "import b.c as softmax\n", "import b, ada\n",
    "getattr(torch, 'softmax')\n", "f'{a!r:{b}}'\n", "return\n", "yield\n", "await x\n", "type X = int\n", "%matplotlib\n", "%%time\n",
    "!ls\n", "x?\n", "'''", '"""', "(", ")", "[", "{", "}", "\\\n", "\f", "\t", "\r", "\0", "\ud800", "\ufeff", "\u202e", "；", "𝐬𝐨𝐟𝐭𝐦𝐚𝐱 = 1\n",
    "; ", ":\n", "    ", "\n", "# coding: utf-16\n", "# coding: rot13\n",
)  # fmt: skip
"""What names, binds, hides, opens and never closes."""
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)
NAMES = st.sampled_from(["ada.py", "b.py", "s/ada.py", "s/b.py", "c.ipynb", "torch.py", "2.py", "\x1b.py"])


def bytes_of(name: str, text: str) -> bytes:
    """Return the text as a file; a notebook has a cell for each third of it."""
    if not notebook.claims(name):
        return text.encode("utf-8", "surrogatepass")
    third = len(text) // 3 + 1
    cells = [{"cell_type": "code", "source": text[at : at + third]} for at in range(0, len(text), third)]
    return json.dumps({"cells": cells}).encode()


@given(texts=st.dictionaries(NAMES, TEXT, min_size=1, max_size=3))
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(texts: dict[str, str]) -> None:
    files = []
    for name, text in texts.items():
        reader = notebook if notebook.claims(name) else python
        try:
            outline = read_outline(name, reader.cells(bytes_of(name, text)), SAY)
        except UnreadableError as error:
            assert error.note(SAY).message
            continue
        files.append(ReadFile(name=name, mtime_ns=0, outline=outline))
    for exercise in ("softmax", "cross_entropy", "sgd"):
        found = cut(files, exercise, say=SAY, loaders=frozenset({"b"}), stub=STUB)

        assert msgspec.msgpack.encode((found.units, found.notes, sorted(found.references)))
