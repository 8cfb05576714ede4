"""Failures of plugins that a command notes in its run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from torchgrade.grading.register import Register
from torchgrade.model.catalogue import Catalogue, Told

MOST_FAILURES = 20
"""Different failures of one plugin in one hook that a command notes."""


class Failures:
    """Failures of plugins, each noted once for any number of submissions."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        """Note failures in a register whose listing was kept, because a new listing removes them.

        :param register: register of the run.
        :param catalogue: sentences of the notes.
        """
        self._register = register
        self._catalogue = catalogue
        self._noted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def keep(self, failures: Sequence[Told]) -> None:
        """Note each failure that is not noted yet. If a hook has too many, the last note reports that.

        :param failures: lines of :meth:`torchgrade.plugins.manager.Plugins.tell`.
        """
        for failure in failures:
            name, hook = failure.phrase["values"]["name"], failure.phrase["values"]["hook"]
            noted = self._noted[name, hook]
            if failure in noted or len(noted) > MOST_FAILURES:
                continue
            noted.add(failure)
            if len(noted) <= MOST_FAILURES:
                note = self._catalogue.note("run.plugin", failure=failure.phrase)
            else:
                note = self._catalogue.note("run.plugin_further", name=name, hook=hook, count=MOST_FAILURES)
            self._register.add_problem(note)
