"""The hooks, and the manager that finds their implementations."""

from __future__ import annotations

import pluggy

PROJECT = "torchgrade"

hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marker of a plugin's function that implements a hook."""
