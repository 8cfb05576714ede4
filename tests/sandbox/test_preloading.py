"""What every process of ours starts with: an environment of ours, one thread, and nothing left to import."""

from __future__ import annotations

import importlib.util
import sys
import threading

import pytest

from torchgrade.errors import InternalError
from torchgrade.sandbox.preloading import ENVIRONMENT, environment, exercise_torch, freeze, import_students_libraries


def test_the_callers_environment_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTEST_ADDOPTS", "LD_PRELOAD", "OMP_NUM_THREADS", "PYTHONHASHSEED", "SECRET"):
        monkeypatch.setenv(name, "hostile")
    monkeypatch.setenv("TMPDIR", "/somewhere")
    made = environment()

    assert "hostile" not in made.values()
    assert made["TMPDIR"] == "/somewhere"
    assert made["PYTHONHASHSEED"] == "0"
    assert set(made) <= {*ENVIRONMENT, "HOME", "TMPDIR", "PATH"}


def test_a_place_that_the_caller_does_not_have_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)

    assert "TMPDIR" not in environment()


def test_a_process_with_two_threads_is_not_forked() -> None:
    """The second would be lost in a fork, with every lock that it holds."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        with pytest.raises(InternalError, match="threads"):
            freeze(collect=True)
    finally:
        end.set()
        thread.join()


def test_without_matplotlib_a_class_run_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes with a course that needs it; the tool itself does not name it among its dependencies."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # importing it would raise

    import_students_libraries()


def test_the_first_steps_of_torch_can_be_taken() -> None:
    exercise_torch()
