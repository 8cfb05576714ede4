"""Failures of plugins that a command notes in its run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.steps import grows_with
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.grading import failures as module
from torchgrade.grading.class_run import grade_class
from torchgrade.grading.failures import Failures
from torchgrade.grading.store import Store
from torchgrade.model.catalogue import Told
from torchgrade.model.results import Note
from torchgrade.model.told import told
from torchgrade.plugins import hookimpl

CATALOGUE = catalogue_for()


def failure(reason: str, name: str = "odd", hook: str = "run_started") -> Told:
    return told("error.plugin.hook", name=name, hook=hook, reason=reason)


def noted(store: Store) -> list[str]:
    return [note.message for note in store.register.problems()]


def test_a_failure_is_noted_once_in_the_order_of_the_failures(tmp_path: Path) -> None:
    with Store(tmp_path / "run", writing=True) as store:
        failures = Failures(store.register, CATALOGUE)
        for reasons in ("ba", "ab", "c"):
            failures.keep([failure(reason) for reason in reasons])

        assert noted(store) == [failure(reason) for reason in "bac"]


def test_the_different_failures_of_one_hook_end_with_a_sentence_and_those_of_others_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_FAILURES", 2)
    others = [failure("x", hook="run_finished"), failure("x", name="other")]
    with Store(tmp_path / "run", writing=True) as store:
        failures = Failures(store.register, CATALOGUE)
        failures.keep([failure(reason) for reason in "abacdb"])
        failures.keep(others)
        *first, last = [note for note in noted(store) if note not in others]

        assert first == [failure("a"), failure("b")]
        assert last.startswith("The plugin 'odd' failed in run_started with more than 2 different errors.")
        assert noted(store)[-2:] == others


def test_a_plugin_that_fails_differently_for_each_submission_does_not_fill_the_page(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_FAILURES", 2)

    class Listener:
        @hookimpl
        def torchgrade_submission_graded(self, result: Any) -> None:
            raise RuntimeError(result.submission)

    bench.extra.append(Listener())
    bench.hand_in(ada="1", bo="2", chen="3", dee="4")
    summary = grade_class(bench.order(), bench.plugins(), bench.watcher)

    assert [note.message_id for note in summary.rows.failures] == ["run.plugin", "run.plugin", "run.plugin_further"]
    assert len(summary.results) == 4


def many(store: Store, failures: Sequence[Told]) -> None:
    """Note failures in a class with as many other problems."""
    store.register.keep_listing([], [], [Note(message_id="x.y", values={"n": n}) for n in range(len(failures))], {})
    kept = Failures(store.register, CATALOGUE)
    for one in failures:
        kept.keep([one])


def test_failures_are_noted_in_steps_that_grow_with_them(tmp_path: Path) -> None:
    every = [failure(f"{number}") for number in range(400)]
    with Store(tmp_path / "run", writing=True) as store:
        assert grows_with([partial(many, store, every[:count]) for count in (100, 200, 400)]) < 2.2
