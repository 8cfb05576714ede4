"""torchgrade: a test harness that grades from-scratch PyTorch exercises.

``from torchgrade import check`` checks functions where they are written: in a notebook, or at the end of a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torchgrade.cli.student.notebook_check import check

__all__ = ["check"]


def __getattr__(name: str) -> Any:
    # Imported at the first use, because every process imports this package, a worker too.
    if name == "check":
        from torchgrade.cli.student.notebook_check import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
