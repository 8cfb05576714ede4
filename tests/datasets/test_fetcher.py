"""What the process that downloads writes."""

from __future__ import annotations

import io
import sys
import types
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from torchgrade.datasets.fetcher import main
from torchgrade.datasets.fetching import FetchError, Refused, Step, Tell, Told

STEP = Step(file="a.gz", number=1, of=2, done=3, total=None)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Callable[[str, Tell], None]], list[Told]]:
    """Return what is written for a function that fetches."""

    def run(function: Callable[[str, Tell], None]) -> list[Told]:
        module = types.ModuleType("fetch_of_tests")
        module.fetch = function  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "fetch_of_tests", module)
        out = io.BytesIO()
        main(["fetch_of_tests:fetch", str(tmp_path)], out)
        return [msgspec.json.decode(line, type=Told) for line in out.getvalue().splitlines()]

    return run


def test_each_step_is_a_line(lines: Callable[[Callable[[str, Tell], None]], list[Told]]) -> None:
    assert lines(lambda _, tell: tell(STEP)) == [STEP]


def test_a_file_that_cannot_be_had_is_the_last_line(lines: Callable[[Callable[[str, Tell], None]], list[Told]]) -> None:
    def fetch(_: str, tell: Tell) -> None:
        tell(STEP)
        raise FetchError("a.gz", "no network")

    assert lines(fetch) == [STEP, Refused(file="a.gz", reason="no network")]


def test_the_folder_is_removed_if_the_command_is_gone(
    lines: Callable[[Callable[[str, Tell], None]], list[Told]], tmp_path: Path
) -> None:
    def fetch(folder: str, _: Tell) -> None:
        (Path(folder) / "half").write_text("")
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        lines(fetch)
    assert not tmp_path.exists()
