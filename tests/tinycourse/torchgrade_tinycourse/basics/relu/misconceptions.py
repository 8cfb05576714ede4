"""The mistakes that learners make in ``relu``."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import Misconception, twin

MISCONCEPTIONS = [
    Misconception(id="relu.absolute", symptom=twin(torch.abs), checks=("relu.values",)),
    Misconception(id="relu.everything", symptom=twin(torch.clone), checks=("relu.values",)),
]
