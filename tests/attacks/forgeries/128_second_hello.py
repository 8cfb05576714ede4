"""Says hello a second time, as a worker does that has been confined."""

from __future__ import annotations

import os

said = os.write(3, b"\x06")


def softmax(X):
    return X if said else None
