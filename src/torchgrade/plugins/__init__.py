"""The hooks, and the manager that finds who implements them."""

from __future__ import annotations

import pluggy

PROJECT = "torchgrade"

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of a hook."""
