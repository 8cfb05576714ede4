"""The sample class, which lies with the tests of the reports, as a fixture."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SAMPLE = Path(__file__).parent.parent / "reports" / "sample.py"


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The module that builds sample records."""
    spec = importlib.util.spec_from_file_location("torchgrade_test_sample", SAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
