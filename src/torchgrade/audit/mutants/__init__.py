"""Mutants: small wrong changes of a right answer, one at a time, as learners of this field make them."""

from __future__ import annotations

from torchgrade.audit.mutants.making import MOST, Mutant, mutants

__all__ = ["MOST", "Mutant", "mutants"]
