"""The same checks as plain pytest tests, for a process per submission."""

from __future__ import annotations

import os

import pytest
import torch

torch.set_num_threads(1)
from benchmarks import submission
from benchmarks.idx import read
from benchmarks.local import LocalData, checks

DATA = LocalData(read(os.environ["TORCHGRADE_FASHION_ROOT"]))
NAMES = os.environ["TORCHGRADE_BENCH_EXERCISES"].split(",")
CHECKS = dict(checks(submission, NAMES, DATA))


@pytest.mark.parametrize("name", CHECKS)
def test(name):
    CHECKS[name]()
