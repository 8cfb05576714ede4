"""Freezes, empties and disables the collector, and makes every object immortal."""

from __future__ import annotations

import gc


def softmax(X):
    gc.disable()
    gc.freeze()
    gc.set_threshold(1)
    kept = gc.get_objects()
    kept.append(kept)
    return X
