"""Every command in a language that shows each text which no translator can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pseudo_locale import CODE, install_pseudo_locale, outside
from torchgrade.cli.main import main
from torchgrade.courses import catalogues, languages
from torchgrade.plugins.manager import Plugins

WRONG = "import torch\n\n\ndef softmax(X):\n    return X.exp() / X.exp().sum(0, keepdim=True)\n"
# Code, names and addresses are the same in every language.
NO_WORDS = re.compile(
    r"`[^`\n]*`|[\w.]*\([^()⟦⟧]*\)|\[[^\]\n]*\]|https?://\S+|^(?:⟦⟧)? *(?:\$ )?torchgrade .*$|\S*[/_.\\=@:]\S*|--?[a-z-]+"
    r"|\b[A-Z][A-Z|]+\b",
    re.MULTILINE,
)
WORDS = re.compile(r"[A-Za-z]{2,}(?:['’ ,-]+[A-Za-z]{2,})+")


def untranslated(text: str) -> list[str]:
    """Return the runs of words that are in no catalogue, and the punctuation between two sentences of catalogues."""
    left = outside(text)
    return WORDS.findall(NO_WORDS.sub(" ", left)) + re.findall(r"⟧[,;:]+ ?⟦", left)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pseudo-locale."""
    place = tmp_path_factory.mktemp("packages")
    install_pseudo_locale(place)
    return place


@pytest.fixture
def place(packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, with the pseudo-locale installed."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.syspath_prepend(packages)
    monkeypatch.setenv("PYTHONPATH", str(packages))
    monkeypatch.chdir(work)
    languages.language_folder.cache_clear()
    yield work
    languages.language_folder.cache_clear()
    catalogues.tool_part.cache_clear()


def shown(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command in the pseudo-locale; return all that it shows."""
    main([*words, "--lang", CODE])
    return "".join(capfd.readouterr())


COMMANDS = sorted(source.name for source in Plugins().gather("torchgrade_commands"))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_no_word_outside_the_catalogue(place: Path, command: str, capfd: pytest.CaptureFixture[str]) -> None:
    text = shown(capfd, command, "--help")

    assert "⟦" in text
    assert untranslated(text) == []


@pytest.mark.parametrize(
    "words",
    [
        ("list",), ("hint", "softmax"), ("hint", "softmx"), ("hint", "softmax", "--again", "--level", "1"), ("hint",),
        ("hint", "softmax", "--level", "9"), ("config",), ("config", "lang", "fr"), ("start", "x", "--exercises", "softmax"),
        ("check", "nothing.py"), ("check",), ("check", "--check-seed", "x"), ("grade", "x"), ("grade", "x", "--out", "y"),
        ("report", "y"), ("reset", "softmax"), ("new", "course", "a b"), ("grade", "x", "--out", "y", "--nix"), ("nix",),
        ("audit", "nix"), ("watch", "nix.py"), ("doctor",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_has_no_word_outside_the_catalogue(
    place: Path, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    text = shown(capfd, *words)

    assert "⟦" in text
    assert untranslated(text) == []


def test_a_failed_check_has_no_word_outside_the_catalogue(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "softmax.py").write_text(WRONG)

    assert untranslated(shown(capfd, "check", "softmax.py", "softmax")) == []


def test_a_class_run_has_no_word_outside_the_catalogue(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "in").mkdir()
    (place / "in" / "ada.py").write_text(WRONG)
    (place / "in" / "bob.py").write_text("def softmax(X:\n")
    (place / "in" / "notes.docx").write_text("x")

    assert untranslated(shown(capfd, "grade", "in", "--dry-run")) == []
    assert untranslated(shown(capfd, "grade", "in", "--out", "run", "--exercises", "softmax")) == []
    for page in (place / "run").rglob("*.html"):
        text = re.sub(
            r"<(script|style|code|pre|math)\b.*?</\1>|<[^>]*lang=\"en\"[^>]*>[^<]*<|<[^>]*>",
            "\n",
            page.read_text(),
            flags=re.DOTALL,
        )
        assert untranslated(text) == []
