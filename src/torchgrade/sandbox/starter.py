"""Start of the grading processes at the level that a run needs, or a refusal that names the missing layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import structs

from torchgrade.errors import InternalError, UsageError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import Phrase, Value, listed, phrase
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told, words_of
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.confinement import bubblewrap
from torchgrade.sandbox.confinement.plan import Plan, make_plan
from torchgrade.sandbox.confinement.records import Isolation, Layer
from torchgrade.sandbox.engine_processes import NotStartedError, Processes

_STARTS = 3
"""Most starts of processes that get SIGKILL."""
_RANK = {SandboxLevel.NONE: 0, SandboxLevel.B: 1, SandboxLevel.A: 2}


class Starter:
    """Starter of a zygote with its bench, as often as needed."""

    def __init__(self, config: RunConfig, *, full: bool, refuse: bool, without: Sequence[str]) -> None:
        """Remember what to start.

        :param refuse: whether to refuse workers that are less isolated than the run needs.
        :param without: layers to leave out, ``bubblewrap`` among them.
        """
        self.config = config
        self.full = full
        self.refuse = refuse
        self.without = tuple(without)
        self._is_inside = False

    def start(self) -> Processes:
        """Start the processes, inside bubblewrap if that works.

        :raises UsageError: workers cannot be confined at the level that the run needs.
        :raises InternalError: the canary succeeded in a forbidden act, or a process did not start.
        """
        for _ in range(_STARTS - 1):
            try:
                return self._start_once()
            except NotStartedError as error:
                if not error.was_killed:
                    raise
        return self._start_once()

    def _start_once(self) -> Processes:
        before, layer = self._outer
        if before:
            try:
                started = self._started(before, layer)
            except NotStartedError as error:
                if self.config.sandbox is SandboxLevel.A or self._is_inside or error.was_killed:
                    raise
                # The layer itself may prevent the zygote's start; without this layer the level is B.
                layer = Layer(name="bubblewrap", works=False, detail=words_of(error))
                self._outer = ((), layer)
            else:
                # From now on a start outside is refused, because all results of a run have one level.
                self._is_inside = True
                return started
        return self._started((), layer)

    def _started(self, before: Sequence[str], outer: Layer | None) -> Processes:
        plan = structs.replace(self._plan, bubblewrap=bool(before))
        processes = Processes(self.config, plan, full=self.full, before=before)
        if outer is not None:
            layers = (*processes.isolation.layers, outer)
            processes.isolation = structs.replace(processes.isolation, layers=layers)
        try:
            if self.refuse:
                require(self.config.sandbox, processes.isolation)
        except BaseException:
            processes.close()
            raise
        return processes

    @cached_property
    def _plan(self) -> Plan:
        return make_plan(self._plugins, self.config.exercises, self.config.sandbox, without=self.without)

    @cached_property
    def _plugins(self) -> Plugins:
        return Plugins()

    @cached_property
    def _outer(self) -> tuple[Sequence[str], Layer | None]:
        """Words to put before the zygote's command line, and the state of bubblewrap."""
        if self.config.sandbox is SandboxLevel.NONE or "bubblewrap" in self.without:
            return (), None
        program = bubblewrap.find()
        if program is None:
            return (), _no_bubblewrap(phrase("sandbox.layer.bubblewrap_absent"), "install")
        words = bubblewrap.prefix(program, self._plugins, self.config.data_root)
        reason = bubblewrap.why_not(words)
        if reason is not None:
            return (), _no_bubblewrap(reason, "namespaces")
        detail = phrase("sandbox.layer.bubblewrap", version=bubblewrap.version(program))
        return words, Layer(name="bubblewrap", works=True, detail=detail)


def _no_bubblewrap(reason: Value, remedy: str) -> Layer:
    return Layer(name="bubblewrap", works=False, detail=reason, remedy=phrase(f"sandbox.remedy.{remedy}"))


def require(wanted: SandboxLevel, isolation: Isolation) -> None:
    """Refuse workers that are less isolated than the run needs.

    :raises UsageError: names each missing layer, the reason, and what to do.
    :raises InternalError: a layer is there and does not work.
    """
    if _RANK[isolation.level] < _RANK[wanted]:
        # Level B needs no bubblewrap. Acts that a missing layer allowed are not reported again.
        missing = [layer for layer in isolation.missing if wanted is SandboxLevel.A or layer.name != "bubblewrap"]
        remedies = _different(layer.remedy for layer in missing if layer.remedy is not None)
        layers = (phrase("error.sandbox.layer", name=layer.name, detail=layer.detail) for layer in missing)
        weaker = "b" if isolation.level is SandboxLevel.B else "none"
        raise UsageError(
            told(
                "error.sandbox.weak",
                found=str(isolation.level),
                wanted=str(wanted),
                missing=listed(layers, "semicolon"),
                remedies=listed(remedies, "or") if remedies else phrase("error.sandbox.doctor"),
                weaker=phrase(f"error.sandbox.weaker_{weaker}"),
            )
        )
    if isolation.breaches:
        raise InternalError(told("error.sandbox.breached", acts=listed(act.phrase for act in isolation.breaches)))
    if wanted is not SandboxLevel.NONE and not isolation.canary:
        raise InternalError(told("error.sandbox.silent"))


def _different(given: Iterable[Phrase]) -> list[Phrase]:
    """Return the phrases in their order, each of them once."""
    found: list[Phrase] = []
    for one in given:
        if one not in found:
            found.append(one)
    return found
