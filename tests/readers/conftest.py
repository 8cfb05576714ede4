"""What the tests of readers share with those of slicing: sentences, outlines, slices, and a worker in miniature."""

from __future__ import annotations

from tests.slicing.conftest import cut_of, execute, notebook_of, outline_of, say

__all__ = ["cut_of", "execute", "notebook_of", "outline_of", "say"]
