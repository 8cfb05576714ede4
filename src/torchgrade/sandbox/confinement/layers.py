"""Application of a plan's layers to a worker; prepared once in the zygote, before any fork."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from torchgrade.model.phrases import Value, phrase
from torchgrade.sandbox import own_process
from torchgrade.sandbox.confinement import calls, files, identity
from torchgrade.sandbox.confinement.plan import Plan
from torchgrade.sandbox.confinement.records import Layer

if TYPE_CHECKING:
    from landlockpy import Ruleset
    from pyseccomp import SyscallFilter


class LayerFailedError(Exception):
    """A layer could not be applied to a worker: an error of ours, before the first byte of a submission."""

    def __init__(self, layer: str, error: BaseException) -> None:
        super().__init__(f"{layer}: {error}")


class Confinement:
    """The layers of a plan, made ready."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.layers: list[Layer] = []
        self.landlock = 0
        """ABI version of Landlock in this kernel, if the plan asks for it."""
        self._ruleset: Ruleset | None = None
        self._filter: SyscallFilter | None = None
        self._drops = False
        self._reads_all = False
        if plan.confines:
            prepare: dict[str, Callable[[], Layer]] = {
                "uid": self._prepare_identity,
                "landlock": self._prepare_landlock,
                "seccomp": self._prepare_seccomp,
            }
            self.layers = [prepare[name]() if name in prepare else _simple(name) for name in plan.layers]

    def has(self, layer: str) -> bool:
        """Return whether the plan gives workers a layer."""
        return layer in self.plan.layers

    def _prepare_identity(self) -> Layer:
        if not identity.is_root():
            return Layer(name="uid", works=True, detail=phrase("sandbox.layer.uid_ordinary", user=os.getuid()))
        if not identity.can_drop():
            return Layer(
                name="uid",
                works=False,
                detail=phrase("sandbox.layer.uid_fixed", user=identity.UID),
                remedy=phrase("sandbox.remedy.uid"),
            )
        self._drops = True
        self._reads_all = not identity.can_read([*self.plan.trees, *self.plan.listed])
        entry = "sandbox.layer.uid_reading" if self._reads_all else "sandbox.layer.uid"
        return Layer(name="uid", works=True, detail=phrase(entry, user=identity.UID))

    def _prepare_landlock(self) -> Layer:
        try:
            version = self.landlock = files.landlock_version()
            if version < 1:
                return _no_landlock(phrase("sandbox.layer.no_landlock"))
            self._ruleset = files.make_ruleset(self.plan)
        except (ImportError, OSError) as error:
            return _no_landlock(str(error))
        detail = phrase("sandbox.layer.landlock", version=version, paths=len(self.plan.trees))
        return Layer(name="landlock", works=True, detail=detail)

    def _prepare_seccomp(self) -> Layer:
        try:
            self._filter = calls.make_filter()
        except (ImportError, RuntimeError, OSError) as error:
            return Layer(name="seccomp", works=False, detail=str(error), remedy=phrase("sandbox.remedy.seccomp"))
        return Layer(name="seccomp", works=True, detail=phrase("sandbox.layer.seccomp", calls=len(calls.ALLOWED)))

    def become_nobody(self) -> None:
        """Drop root privileges. Call this first, because the drop resets the parent-death signal."""
        if self._drops:
            with _named("uid"):
                identity.drop(reads_all=self._reads_all)

    def keep(self) -> list[int]:
        """Return the descriptors that the layers still need."""
        return [] if self._ruleset is None else [self._ruleset.fileno()]

    def limit(self, memory: int) -> None:
        """Bound the resources of the process. Without the layer, bound memory alone."""
        with _named("limits"):
            if self.has("limits"):
                own_process.seal_limits(memory)
            elif not self.plan.confines:
                own_process.seal_memory(memory)

    def close_doors(self) -> None:
        """Apply the permanent layers: files, network and signals, then calls. Both need no_new_privs."""
        if self._ruleset is not None:
            with _named("landlock"):
                self._ruleset.restrict(no_new_privs=False)
                self._ruleset.close()
        if self._filter is not None:
            with _named("seccomp"):
                self._filter.load()


def _simple(name: str) -> Layer:
    return Layer(name=name, works=True, detail=phrase(f"sandbox.layer.{name}"))


def _no_landlock(reason: Value) -> Layer:
    detail = phrase("sandbox.layer.landlock_missing", reason=reason, release=platform.release())
    return Layer(name="landlock", works=False, detail=detail, remedy=phrase("sandbox.remedy.landlock"))


@contextmanager
def _named(layer: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise LayerFailedError(layer, error) from error
