"""Tests of the reader of notebooks."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.cells import UnreadableError
from torchgrade.readers.notebook import cells, claims

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.readers.test_exports import Cut, Run


def labels(data: bytes) -> list[tuple[str, str]]:
    return [(cell.label, cell.source) for cell in cells(data)]


def unreadable(data: bytes) -> str:
    with pytest.raises(UnreadableError) as raised:
        cells(data)
    return raised.value.message_id


@pytest.mark.parametrize("name", ["a.ipynb", "A.IPYNB", "=1+1.ipynb", "\udcff.ipynb"])
def test_notebooks_are_claimed(name: str) -> None:
    assert claims(name)


def test_other_files_are_not_claimed() -> None:
    assert not claims("a.ipynb.py")


def test_the_label_counts_all_cells(notebook_of: Callable[..., bytes]) -> None:
    data = notebook_of(("markdown", "# Title"), "x = 1", ("raw", "y"), "z = 3\nw = 4")
    assert labels(data) == [("cell 2", "x = 1"), ("cell 4", "z = 3\nw = 4")]


def test_a_source_may_be_one_string() -> None:
    data = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1\r\ny = 2"}]}).encode()
    assert labels(data) == [("cell 1", "x = 1\ny = 2")]


def test_format_3_is_read() -> None:
    sheet = {
        "cells": [
            {"cell_type": "heading", "source": "Title", "level": 1},
            {
                "cell_type": "code",
                "language": "python",
                "input": ["x = 1\n", "y = 2"],
                "outputs": [],
            },
            {"cell_type": "code", "language": "python", "input": "z = 3"},
        ]
    }
    data = json.dumps({"nbformat": 3, "worksheets": [sheet]}).encode()
    assert labels(data) == [("cell 2", "x = 1\ny = 2"), ("cell 3", "z = 3")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_of_the_json_are_read(encoding: str) -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": "# 线性"}]}, ensure_ascii=False)
    assert labels(text.encode(encoding)) == [("cell 1", "# 线性")]


def test_a_stored_output_with_nan_does_no_harm() -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "x", "outputs": [{"data": NaN}]}]}'
    assert labels(data) == [("cell 1", "x")]


def test_a_lone_surrogate_in_a_source_is_replaced() -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}'
    assert labels(data)[0][1].encode("utf-8")


def test_megabytes_of_outputs_are_passed_over(notebook_of: Callable[..., bytes]) -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "A" * 1_900_000}}
    book: dict[str, Any] = {"cells": [{"cell_type": "code", "source": "x", "outputs": [picture]}]}
    assert labels(json.dumps(book).encode()) == [("cell 1", "x")]


@pytest.mark.parametrize(
    ("data", "message_id"),
    [
        (b"", "read.empty"),
        (b" \n", "read.empty"),
        (b"import torch\n", "read.not_json"),
        (b'{"cells": [', "read.not_json"),
        (b'{"x": ' + b"[" * 100_000, "read.not_json"),
        (b"\x89PNG\r\n\x1a\n", "read.binary"),
        (b"[]", "read.not_notebook"),
        (b"{}", "read.not_notebook"),
        (b'{"cells": 3}', "read.not_notebook"),
        (b'{"cells": [{"cell_type": "code", "source": {"a": 1}}]}', "read.not_notebook"),
        (b'{"cells": []}', "read.no_code"),
        (b'{"cells": [{"cell_type": "code", "source": " \\n"}]}', "read.no_code"),
    ],
)
def test_what_is_no_notebook_is_named(data: bytes, message_id: str) -> None:
    assert unreadable(data) == message_id


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(["code", "cells"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["cells", "worksheets", "cell_type", "source", "input"]), inner)
    ),
)


@given(st.binary() | st.builds(lambda value: json.dumps(value).encode(), _JSON))
def test_any_bytes_are_cells_or_unreadable(data: bytes) -> None:
    try:
        found = cells(data)
    except UnreadableError:
        return
    assert found


def test_the_readers_import_nothing_heavy() -> None:
    code = (
        "import sys, torchgrade.readers.notebook, torchgrade.readers.python,"
        " torchgrade.deliveries.listing\n"
        "print(sorted({'torch', 'numpy', 'nbformat', 'pytest'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_lines_that_lost_their_line_feeds_get_them_back() -> None:
    source = ["def f(x):", "    return x", ""]
    data = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": source}]}).encode()
    assert [cell.source for cell in cells(data)] == ["def f(x):\n    return x\n"]


@pytest.mark.parametrize(
    "text",
    [
        "\n    def softmax(X):\n\n        return X + 1",
        "\t%%time\n\tdef softmax(X):\n\t    return X + 1",
        ">>> def softmax(X):\n...\n...     return X + 1",
        "In [3]: def softmax(X):\n   ...:     return X + 1\n   ...: ",
        "In [12]: %%time\n    ...: def softmax(X):\n    ...:     return X + 1",
    ],
)
def test_indentation_and_prompts_that_jupyter_takes_off_are_taken_off(
    text: str, cut_of: Cut, execute: Run, notebook_of: Callable[..., bytes]
) -> None:
    found = cut_of({"ada.ipynb": notebook_of("import re", text)})

    assert execute(found)["softmax"](1) == 2
    assert found.notes == []
