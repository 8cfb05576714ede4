"""What the zygote tells of its workers' confinement."""

from __future__ import annotations

from msgspec import Struct

from torchgrade.model.outcomes import SandboxLevel


class Layer(Struct, frozen=True, kw_only=True):
    """One layer, and whether workers have it."""

    name: str
    """One of ``plan.LAYERS``, or ``bubblewrap``."""
    works: bool
    """Whether every worker has it."""
    detail: str
    """Its version where it works, else why it does not."""
    remedy: str = ""
    """What to do where it does not."""


class Act(Struct, frozen=True, kw_only=True):
    """One thing that the canary tried."""

    name: str
    """What it is."""
    forbidden: bool
    """Whether it must fail; else it must succeed, for honest work needs it."""
    answer: str
    """``done``, or the name of the error."""

    @property
    def as_wanted(self) -> bool:
        """Whether the kernel answered as it must; an error that is no refusal shows nothing."""
        if self.forbidden:
            # What bubblewrap hides does not exist.
            return self.answer in {"EPERM", "EACCES", "ENOSYS", "EAGAIN", "ENOENT"}
        return self.answer == "done"


class Isolation(Struct, frozen=True, kw_only=True):
    """How the workers of one zygote are confined, as it saw itself."""

    level: SandboxLevel
    """The highest whose layers all work."""
    layers: tuple[Layer, ...] = ()
    """Those of the plan."""
    canary: tuple[Act, ...] = ()
    """What a worker tried before any submission came; empty where workers are not confined."""
    landlock: int = 0
    """ABI version of Landlock in this kernel; 0 where there is none."""
    threads: int = 1
    """Of the zygote."""
    mapped_bytes: int | None = None
    """Its address space, which every worker starts with; None where it is not known."""

    @property
    def missing(self) -> list[Layer]:
        """The layers that do not work."""
        return [layer for layer in self.layers if not layer.works]

    @property
    def breaches(self) -> list[Act]:
        """What the canary could do and must not, or the other way round."""
        return [act for act in self.canary if not act.as_wanted]
