"""The layer ``landlock``: limits the files that can be opened, and blocks network and signals to the outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from torchgrade.sandbox.confinement.plan import Plan

if TYPE_CHECKING:
    from landlockpy import Ruleset

_LOW = 8


def landlock_version() -> int:
    """Return the ABI version of Landlock in the running kernel, or 0 without Landlock."""
    import landlockpy

    return landlockpy.abi_version()


def make_ruleset(plan: Plan) -> Ruleset:
    """Return a ruleset that handles every right which this kernel knows, and grants the places that the plan names.

    Made once, before any fork, because a worker then only has to apply it.

    :raises OSError: the kernel refuses.
    """
    import landlockpy
    from landlockpy import AccessFS

    version = landlockpy.abi_version()
    # Rights are requested by name and strictly, so that the library cannot leave one out silently.
    with _low_numbers_taken():
        ruleset = landlockpy.Ruleset(
            handled_fs=landlockpy.fs_for_abi(version),
            handled_net=landlockpy.net_for_abi(version),
            scoped=landlockpy.scope_for_abi(version),
            best_effort=False,
        )
    # Mapping a library needs no right to execute, only to read. Starting a program is forbidden anyway.
    for place in plan.trees:
        is_folder = os.path.isdir(place)
        ruleset.allow_path(place, AccessFS.READ_FILE | AccessFS.READ_DIR if is_folder else AccessFS.READ_FILE)
    for place in plan.listed:
        ruleset.allow_path(place, AccessFS.READ_DIR)
    return ruleset


@contextmanager
def _low_numbers_taken() -> Iterator[None]:
    """Keep the ruleset from getting a number that a worker gives to its own descriptors."""
    taken = [os.open(os.devnull, os.O_RDONLY) for _ in range(_LOW)]
    try:
        yield
    finally:
        for descriptor in taken:
            os.close(descriptor)
