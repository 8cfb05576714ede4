"""Fails while it is imported, so that there is no function to call."""

from __future__ import annotations

from nothing_of_this_name import softmax  # noqa: F401
