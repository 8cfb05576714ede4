"""Curves that a submission sends to tensorboard."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from tests.exercises.torchgrade_d2l.test_stand_ins import execute, modules_as_before

__all__ = ["modules_as_before"]
MODULES = ["torch.utils.tensorboard", "torch.utils.tensorboard.writer", "tensorboardX"]


@pytest.mark.parametrize("module", MODULES)
def test_what_is_sent_to_a_writer_is_kept_nowhere(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.chdir(tmp_path)
    execute("stand_ins/tensorboard")
    boards = importlib.import_module(module)

    with boards.SummaryWriter("logs", flush_secs=1) as writer:
        writer.add_scalar("loss", 0.5, 1)
        writer.add_scalars("accuracy", {"train": 0.7, "test": 0.6}, global_step=1)
        writer.add_graph(None, None)
        writer.flush()

    assert list(tmp_path.iterdir()) == []
    for name in MODULES:
        del sys.modules[name]
