"""Progress bars in the text of a submission."""

from __future__ import annotations

import importlib

import pytest

from tests.exercises.torchgrade_d2l.test_stand_ins import execute, modules_as_before

__all__ = ["modules_as_before"]


@pytest.mark.parametrize("module", ["tqdm", "tqdm.auto", "tqdm.autonotebook", "tqdm.notebook"])
def test_a_loop_in_a_progress_bar_runs_as_without_it(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    execute("stand_ins/tqdm")
    bars = importlib.import_module(module)

    bar = bars.tqdm([3, 4], desc="epoch", leave=False)
    seen = []
    for item in bar:
        bar.set_description(f"item {item}")
        bar.set_postfix(loss=0.5)
        seen.append(item)
    with bars.tqdm(total=5) as counted:
        counted.update(2)

    assert (seen, bar.n, len(bar), counted.n) == ([3, 4], 2, 2, 2)
    assert list(bars.trange(2, desc="batch")) == [0, 1]
    assert capsys.readouterr() == ("", "")
