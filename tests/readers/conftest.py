"""Shared fixtures for the tests of readers and slicing: sentences, outlines, slices, and a small worker."""

from __future__ import annotations

from tests.slicing.conftest import cut_of, execute, notebook_of, outline_of, say

__all__ = ["cut_of", "execute", "notebook_of", "outline_of", "say"]
