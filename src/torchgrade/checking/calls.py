"""Calls of the collected checks: directly where the judge knows every fixture, otherwise by pytest's own steps.

pytest collects once, in the bench (ruling 46). A judge is a fork of the bench, so it has the collected checks already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from torchgrade.checking.fixtures import FIXTURES, Examined, Fixtures


class Calls:
    """Collected checks of a course, ready to be called."""

    def __init__(self, items: Mapping[str, Mapping[str, pytest.Function]], fixtures: Fixtures) -> None:
        """Keep the checks.

        :param items: by exercise, the item of each check by its id, in the order in which they run.
        :param fixtures: plugin with which pytest collected them.
        """
        self._items = items
        self._fixtures = fixtures

    def run(self, examination: Examined) -> None:
        """Run every wanted check of an exercise, and repeat a check if a ruling asks for that."""
        self._fixtures.now = examination
        last = None
        for check, item in self._items.get(examination.name, {}).items():
            if examination.wants(check):
                names = _known(item)
                if names is None:
                    examination.run(check, _Steps(item))
                    last = item
                else:
                    examination.run(check, _direct(item, names, examination))
        if last is not None:
            # Modules and packages end with their last check, as at the end of a pytest session.
            last.session._setupstate.teardown_exact(None)


def _known(item: pytest.Function) -> list[str] | None:
    """Return the parameters of a check, or None if the check uses fixtures of its author or of pytest.

    A function that pytest calls around each check of a module is such a fixture too.
    """
    info = item._fixtureinfo
    return list(info.argnames) if set(info.names_closure) <= FIXTURES.keys() else None


def _direct(item: pytest.Function, names: list[str], examination: Examined) -> Callable[[], BaseException | None]:
    def attempt() -> BaseException | None:
        try:
            item.obj(**{name: FIXTURES[name](examination) for name in names})
        except BaseException as error:  # noqa: BLE001 - the examination decides what the exception means
            return error
        return None

    return attempt


class _Steps:
    """Setup, call and teardown of a check by pytest."""

    def __init__(self, item: pytest.Function) -> None:
        self._item = item

    def __call__(self) -> BaseException | None:
        """Return the first exception."""
        item, state = self._item, self._item.session._setupstate
        raised = None
        # A repetition needs new fixtures.
        item._initrequest()
        try:
            # An earlier module may have left its setup behind.
            state.teardown_exact(item)
            state.setup(item)
            item.runtest()
        except BaseException as error:  # noqa: BLE001 - the examination decides what the exception means
            raised = error
        try:
            # Only the item is torn down, because its packages would be imported again each time.
            state.teardown_exact(item.parent)  # type: ignore[arg-type]
        except BaseException as error:  # noqa: BLE001 - the examination decides what the exception means
            raised = error if raised is None else raised
        return raised
