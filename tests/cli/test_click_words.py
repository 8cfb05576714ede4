"""Words of click in the language of a command."""

from __future__ import annotations

import ast
import gettext
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from torchgrade.cli.click_words import click_words, compile_messages, read_messages
from torchgrade.cli.main import main
from torchgrade.sandbox.preloading import environment

MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"""Modules of click whose words a command can meet."""
UNREACHED = {
    # Errors of a program's author, which a decorator raises at import.
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean to pass '--{name}'?",
    "Value must be an iterable.",
    # Our commands use neither prompts nor deprecation, dates, UUIDs, tuples or click's own message of the version.
    "%(prog)s, version %(version)s",
    "Aborted!",
    "Choice({choices})",
    "Confirm the action without prompting.",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Do you want to continue?",
    "{len_type} values are required, but {len_value} was given.",
    "{value!r} does not match the format {format}.",
    "{value!r} is not a valid UUID.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def texts() -> Iterator[tuple[str, ...]]:
    """Yield the texts that click hands to gettext."""
    for module in MODULES:
        tree = ast.parse((Path(click.__file__).parent / f"{module}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found = tuple(one.value for one in node.args if isinstance(one, ast.Constant))
                if found:
                    yield found


def test_every_text_of_click_that_a_command_can_meet_has_a_translation() -> None:
    found = set(texts())

    assert len(found) > 40
    assert {one for one in found if one[0] not in UNREACHED} - set(read_messages("zh")) == set()


def test_a_translation_has_the_fields_of_its_text() -> None:
    for texts, translations in read_messages("zh").items():
        for text, translation in zip(texts, translations, strict=True):
            assert set(re.findall(r"\{.*?\}", translation)) == set(re.findall(r"\{.*?\}", text))
            assert re.search(r"[\u4e00-\u9fff]", translation)


def test_messages_are_read_by_gettext(tmp_path: Path) -> None:
    (tmp_path / "a.mo").write_bytes(
        compile_messages({("one",): ("eins",), ("a {n}", "b {n}"): ("ein {n}", "zwei {n} ü")})
    )
    with (tmp_path / "a.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)

    assert found.gettext("one") == "eins"
    assert found.gettext("two") == "two"
    assert [found.ngettext("a {n}", "b {n}", count) for count in (1, 2)] == ["ein {n}", "zwei {n} ü"]


def test_the_process_is_as_before_when_the_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "de:en"):
        if before is not None:
            monkeypatch.setenv("LANGUAGE", before)
        with click_words("zh"):
            assert gettext.gettext("Options") == "选项"
            # The words do not reach the code of a student.
            assert "LANGUAGE" not in environment()

        assert gettext.gettext("Options") == "Options"
        assert os.environ.get("LANGUAGE") == before


def test_english_writes_and_changes_nothing(tmp_path: Path) -> None:
    with click_words("en"):
        assert "LANGUAGE" not in os.environ
        assert gettext.textdomain() == "messages"

    assert list(tmp_path.iterdir()) == []


def test_the_file_is_written_once_and_again_if_it_is_damaged(tmp_path: Path) -> None:
    for damage in (None, b"", b"\xde\x12\x04\x95"):
        with click_words("zh"):
            (file,) = (tmp_path / "cache").rglob("*.mo")
            before = file.stat().st_mtime_ns, file.read_bytes()
        with click_words("zh"):
            assert (file.stat().st_mtime_ns, file.read_bytes()) == before
        if damage is not None:
            file.write_bytes(damage)
            with click_words("zh"):
                assert file.read_bytes() == before[1]


def test_without_a_cache_a_temporary_folder_is_used_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    with click_words("zh"):
        assert gettext.gettext("Options") == "选项"
        (folder,) = temporary.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    assert list(temporary.iterdir()) == []


def test_without_any_folder_the_words_are_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))

    with click_words("zh"):
        assert gettext.gettext("Options") == "Options"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "缺少命令。"),
        (["chek"], "没有命令 'chek'。"),
        (["check", "--jso"], "没有选项 '--jso'。 你要找的是 '--json' 吗？"),
        (["check", "--check-seed"], "选项 '--check-seed' 后面要写一个值。"),
        (["check", "--json=3"], "选项 '--json' 后面不写值。"),
        (["check", "--check-seed", "abc"], "'--check-seed' 的值不对：'abc' 不是整数。"),
        (["hint", "f", "--level", "4"], "'--level' 的值不对：4 不在范围 1<=x<=3 内。"),
        (["grade", "x", "--sandbox", "C"], "'--sandbox' 的值不对：'C' 不在可用的值之中：'A', 'B', 'none'。"),
        (["grade"], "缺少输入项 'SUBMISSIONS...'。"),
        (["grade", "--cpu-seconds", "x", "y"], "'--cpu-seconds' 的值不对：'x' 不是数。"),
        (["override", "run", "ada", "x"], "'[POINTS]' 的值不对：'x' 不是数。"),
        (["config", "a", "b", "c", "d"], "多出了这些输入项：c d。请去掉它们。"),
        (["audit", "--corpus", "nowhere"], "'--corpus' 的值不对：文件夹 'nowhere' 不存在。"),
    ],
)
def test_a_mistake_in_a_command_line_is_explained_in_chinese(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if words[1:] == ["--jso"] and not hasattr(click.exceptions, "NoSuchCommand"):
        pytest.skip("an older click words this in another way")

    assert main(["--lang", "zh", *words]) == 2
    shown = capsys.readouterr().err.splitlines()
    if len(shown) > 1:
        assert shown[0].startswith("用法：torchgrade")
        assert re.fullmatch(r"运行 torchgrade.* (-h|--help) 可以看到帮助。", shown[1])
    assert shown[-1] == f"错误：{message}"


def test_a_process_of_its_own_leaves_nothing_in_english(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "torchgrade", "--lang", "zh", "--help"], capture_output=True, check=True, cwd=tmp_path
    )

    assert not {"Usage", "Options", "Commands", "Show"} & set(re.findall(r"\w+", done.stdout.decode()))
