"""``--download``: what it fetches, what it says, and what it refuses."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from torchgrade.cli import downloading as module
from torchgrade.cli.downloading import require_data, show_steps
from torchgrade.cli.options import choose_data
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.datasets.fetching import FetchError, Step, Tell
from torchgrade.datasets.files import FASHION_MNIST, NAMES
from torchgrade.errors import UsageError
from torchgrade.plugins import builtin, hookimpl
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import DatasetSource

CATALOGUE = catalogue_for()
TOOL = Plugins([builtin], entry_points=False)
STEP = Step(file="train.gz", number=1, of=4, done=1 << 20, total=2 << 20)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder for data, empty."""
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name, **_: str(tmp_path / "own" / name))
    return tmp_path / "own" / "torchgrade"


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders into which a download went that takes no time."""
    roots: list[Path] = []

    def fetch(reference: str, root: Path, tell: Tell) -> list[Path]:
        assert reference == "torchgrade.datasets.fashion_mnist_download:fetch"
        (root / FASHION_MNIST).mkdir(parents=True)
        for name in NAMES:
            (root / FASHION_MNIST / name).write_bytes(b"x" * (1 << 18))
        tell(STEP)
        roots.append(root)
        return [root / FASHION_MNIST / name for name in NAMES]

    monkeypatch.setattr(module, "fetch", fetch)
    return roots


def refusal(monkeypatch: pytest.MonkeyPatch, error: Exception) -> str:
    def fetch(*_: object) -> None:
        raise error

    monkeypatch.setattr(module, "fetch", fetch)
    with pytest.raises(UsageError) as refused:
        require_data("fashion-mnist", "", TOOL, CATALOGUE)
    return str(refused.value)


def test_a_set_that_is_not_there_goes_into_the_users_own_folder_and_is_found_there_ever_after(
    fetched: list[Path], own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert choose_data("fashion-mnist", None, TOOL) == ("fashion-mnist", "")
    assert require_data("fashion-mnist", "", TOOL, CATALOGUE) == str(own)
    assert choose_data("fashion-mnist", None, TOOL) == ("fashion-mnist", str(own))
    assert require_data("fashion-mnist", str(own), TOOL, CATALOGUE) == str(own)

    shown = capsys.readouterr()
    assert fetched == [own]
    assert shown.out == ""
    assert shown.err.splitlines() == [
        f"Downloading fashion-mnist to {own}",
        "Downloaded 4 files (1 MiB). Their checksums are correct.",
    ]


def test_a_folder_that_is_named_is_where_it_goes(fetched: list[Path], tmp_path: Path) -> None:
    assert require_data("fashion-mnist", str(tmp_path / "mine"), TOOL, CATALOGUE) == str(tmp_path / "mine")
    assert fetched == [tmp_path / "mine"]


def test_no_network_is_a_sentence_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, FetchError("train.gz", "Name or service not known"))

    assert said.startswith("torchgrade could not download train.gz: Name or service not known. Check your network")
    assert "--data-root" in said


def test_a_wrong_checksum_is_refused_with_the_name_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, FetchError("train.gz", ""))

    assert said.startswith("torchgrade downloaded train.gz, but its checksum is wrong.")


def test_what_a_server_answers_cannot_act_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in refusal(monkeypatch, FetchError("train.gz", "\x1b[31mno"))


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, own: Path) -> None:
    said = refusal(monkeypatch, OSError(28, "No space left on device"))

    assert said.startswith(f"torchgrade cannot write to {own}: No space left on device.")


def test_a_set_that_comes_with_a_course_needs_no_download() -> None:
    class Plugin:
        @hookimpl
        def torchgrade_datasets(self) -> list[DatasetSource]:
            return [DatasetSource(name="own", load="m:load", describe="Own")]

    with pytest.raises(UsageError, match="own needs no download"):
        require_data("own", "", Plugins([Plugin()], entry_points=False), CATALOGUE)


def test_progress_is_a_bar_on_a_terminal_and_nothing_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = []
    for stream in (Terminal(), io.StringIO()):
        with show_steps(stream) as tell:
            tell(STEP)
        shown.append(stream.getvalue())

    assert "1/4 train.gz" in shown[0]
    assert shown[1] == ""
