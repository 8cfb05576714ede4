"""Tests of the output of the download process."""

from __future__ import annotations

import contextlib
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
def lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[Told]]:
    """Return the lines that are written for a function that fetches."""

    def run(function: Callable[[str, Tell], None], out: io.BytesIO | None = None) -> list[Told]:
        module = types.ModuleType("fetch_of_tests")
        module.fetch = function  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "fetch_of_tests", module)
        out = out or io.BytesIO()
        main(["fetch_of_tests:fetch", str(tmp_path)], out)
        return [msgspec.json.decode(line, type=Told) for line in out.getvalue().splitlines()]

    return run


def test_each_step_is_a_line(lines: Callable[..., list[Told]]) -> None:
    assert lines(lambda _, tell: tell(STEP)) == [STEP]


def test_a_file_that_cannot_be_had_is_the_last_line(lines: Callable[..., list[Told]]) -> None:
    def fetch(_: str, tell: Tell) -> None:
        tell(STEP)
        raise FetchError("a.gz", "no network")

    assert lines(fetch) == [STEP, Refused(file="a.gz", reason="no network")]


class Gone(io.BytesIO):
    """Pipe without a reader."""

    def flush(self) -> None:
        raise BrokenPipeError


def test_the_folder_is_removed_if_the_command_is_gone_though_errors_of_the_network_are_caught(
    lines: Callable[..., list[Told]], tmp_path: Path
) -> None:
    def fetch(folder: str, tell: Tell) -> None:
        (Path(folder) / "half").write_text("")
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            tell(STEP)

    with pytest.raises(SystemExit):
        lines(fetch, Gone())
    assert not tmp_path.exists()
