"""The room ``courses`` as a whole."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

from torchgrade import courses

MODULES = [f"torchgrade.courses.{module.name}" for module in pkgutil.iter_modules(courses.__path__)]


def test_no_module_of_the_room_imports_torch() -> None:
    """Every command reads courses, and torch costs seconds."""
    code = f"import {', '.join(MODULES)}, sys; print('torch' in sys.modules or 'numpy' in sys.modules)"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert made.stdout.strip() == "False"
    assert all(importlib.import_module(name).__doc__ for name in MODULES)
