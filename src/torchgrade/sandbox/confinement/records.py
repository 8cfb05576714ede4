"""Records in which the zygote reports its workers' confinement."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import Phrase, Value, phrase


class Layer(Struct, frozen=True, kw_only=True):
    """One layer, and whether workers have it."""

    name: str
    """One of ``plan.LAYERS``, or ``bubblewrap``."""
    works: bool
    """Whether every worker has it."""
    detail: Value
    """Words for what the layer does if it works, otherwise for the reason why it does not."""
    remedy: Phrase | None = None
    """Words for the remedy if the layer does not work; None if no remedy is known."""


class Act(Struct, frozen=True, kw_only=True):
    """One act that the canary tried."""

    name: str
    """Name of the act, ``start_process``; its words are the entry ``sandbox.act.<name>``."""
    forbidden: bool
    """Whether the act must fail; otherwise it must succeed, because honest work needs it."""
    answer: str
    """``done``, or the name of the error."""

    @property
    def as_wanted(self) -> bool:
        """Whether the kernel answered as it must. An error that is not a refusal is no proof."""
        if self.forbidden:
            # A file that bubblewrap hides does not exist.
            return self.answer in {"EPERM", "EACCES", "ENOSYS", "EAGAIN", "ENOENT"}
        return self.answer == "done"

    @property
    def phrase(self) -> Phrase:
        """Field for the act and its answer."""
        answer = phrase("sandbox.answer.done") if self.answer == "done" else self.answer
        return phrase("sandbox.answered", act=phrase(f"sandbox.act.{self.name}"), answer=answer)


class Isolation(Struct, frozen=True, kw_only=True):
    """Confinement of the workers of one zygote, as the zygote saw it."""

    level: SandboxLevel
    """Highest level whose layers all work."""
    layers: tuple[Layer, ...] = ()
    """Layers of the plan."""
    canary: tuple[Act, ...] = ()
    """Acts of a test worker before any submission; empty if workers are not confined."""
    landlock: int = 0
    """ABI version of Landlock in this kernel; 0 without Landlock."""
    threads: int = 1
    """Number of threads of the zygote."""
    mapped_bytes: int | None = None
    """Address space of the zygote, with which every worker starts; None if it is not known."""

    @property
    def missing(self) -> list[Layer]:
        """The layers that do not work."""
        return [layer for layer in self.layers if not layer.works]

    @property
    def breaches(self) -> list[Act]:
        """Acts with a wrong answer: forbidden acts that succeeded, and needed acts that failed."""
        return [act for act in self.canary if not act.as_wanted]
