"""The program: ``python -m torchgrade`` and ``torchgrade`` are the same."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # `python -m` puts the working directory first, and it may contain a student's torch.py (ruling 26).
    del sys.path[0]

from torchgrade.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
