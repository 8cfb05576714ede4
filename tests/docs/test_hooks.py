"""docs/hooks.md says of every hook and record what the code says, and its example is a plugin that works."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from torchgrade.cli.main import main
from torchgrade.plugins import hookspecs, resources

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "hooks.md").read_text("utf-8")
PARTS = re.compile(r"^(?=Called |The built-in |:param |:return:|If it raises)", re.MULTILINE)


def definitions(text: str, kind: type[ast.FunctionDef | ast.ClassDef]) -> dict[str, str]:
    """Return the functions or classes of a text by name: signature or fields, without bodies and docstrings."""
    found: dict[str, str] = {}
    for node in ast.parse(text).body:
        if not isinstance(node, kind):
            continue
        if isinstance(node, ast.FunctionDef):
            assert node.returns is not None
            found[node.name] = f"({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"
        else:
            found[node.name] = "\n".join(ast.unparse(part) for part in node.body if isinstance(part, ast.AnnAssign))
    return found


def sections() -> dict[str, str]:
    """Return the text below each heading that is a name."""
    parts = re.split(r"^### `(\w+)`\n", DOCUMENT.partition("\n## An example")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(kind: type[ast.FunctionDef | ast.ClassDef]) -> dict[str, str]:
    """Return what the first code block of each section defines."""
    found: dict[str, str] = {}
    for text in sections().values():
        block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
        assert block is not None
        found |= definitions(block[1], kind)
    return found


def plain(text: str) -> str:
    """Return text without marks and line breaks."""
    return " ".join(text.replace("*", "").replace("`", "").split())


HOOKS = definitions(inspect.getsource(hookspecs), ast.FunctionDef)
RECORDS = definitions(inspect.getsource(resources), ast.ClassDef)


def test_every_hook_stands_in_the_document_with_its_signature_and_no_other() -> None:
    assert documented(ast.FunctionDef) == HOOKS


def test_every_record_stands_in_the_document_with_its_fields_and_no_other() -> None:
    assert documented(ast.ClassDef) == RECORDS


def test_a_section_has_the_name_of_what_it_defines() -> None:
    assert list(sections()) == [*HOOKS, *RECORDS]


@pytest.mark.parametrize("name", HOOKS)
def test_the_document_promises_what_the_docstring_promises(name: str) -> None:
    """When, default, arguments, return, and what happens if it raises: word for word."""
    section = plain(sections()[name])
    docstring = inspect.getdoc(getattr(hookspecs, name)) or ""
    promises = [re.sub(r"^:param (\w+:)|^:return:", r"\1", plain(part)).strip() for part in PARTS.split(docstring)]

    assert len(promises) >= 5
    assert [promise for promise in promises if promise not in section] == []


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example of the document, written as it stands there and installed in a folder of the search path."""
    text = DOCUMENT.partition("\n## An example")[2]
    files = dict(re.findall(r"^`([\w./]+)`\n\n```\w+\n(.*?)```", text, re.DOTALL | re.MULTILINE))
    place = tmp_path / "installed"
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(content, "utf-8")
    project = tomllib.loads(files["pyproject.toml"])["project"]
    metadata = place / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    points = [f"{name} = {value}" for name, value in project["entry-points"]["torchgrade"].items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[torchgrade]", *points, ""]))
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_does_what_the_document_says_of_it(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submissions = example / "submissions"
    submissions.mkdir()
    corpus = ROOT / "tests" / "corpus" / "softmax"
    (submissions / "ada.py").write_bytes((corpus / "right_row_maximum.py").read_bytes())
    (submissions / "bo.py").write_bytes((corpus / "wrong_no_return.py").read_bytes())

    assert main(["grade", "submissions", "--out", "run", "--exercises", "softmax"]) == 0
    assert capsys.readouterr().err == "ada has everything right\n"
    board = (example / "run" / "scoreboard.tsv").read_text("utf-8")
    assert board.splitlines()[0] == "ada\t7"
    assert board.splitlines()[1].startswith("bo\t")
    page = (example / "run" / "index.html").read_text("utf-8")
    assert page.index("<h2>Scoreboard</h2><ol><li>ada: 7</li><li>bo: ") > page.index("gradebook.csv")
    (example / "run" / "scoreboard.tsv").unlink()
    assert main(["report", "run"]) == 0
    assert (example / "run" / "scoreboard.tsv").read_text("utf-8") == board
