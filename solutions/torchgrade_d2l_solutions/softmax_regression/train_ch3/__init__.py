"""Reference, hidden checks, variants and curves of ``train_ch3``."""

from __future__ import annotations

from torchgrade_d2l_solutions.softmax_regression.train_ch3.reference import train_ch3

__all__ = ["train_ch3"]
