"""Returns a weak reference and a proxy that dies on the way."""

from __future__ import annotations

import weakref


class Thing:
    shape = ()


def softmax(X):
    return weakref.proxy(Thing())
