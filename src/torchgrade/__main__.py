"""The program: ``python -m torchgrade`` and ``torchgrade`` are the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence

if __name__ == "__main__" and not sys.flags.safe_path:
    # `python -m` puts the working directory first, and it may contain a student's torch.py (ruling 26).
    del sys.path[0]

from torchgrade.sandbox.zygote_start import start_ahead


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code (DESIGN.md section 12)."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    start_ahead(given)
    # Imported later, because a zygote that was started imports torch meanwhile.
    from torchgrade.cli.main import main as run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
