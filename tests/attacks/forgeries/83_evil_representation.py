"""Returns an object that raises whatever is asked of it."""

from __future__ import annotations


class Evil:
    def __getattribute__(self, name):
        raise MemoryError

    def __repr__(self):
        raise SystemExit

    __str__ = __len__ = __iter__ = __bool__ = __hash__ = __repr__


def softmax(X):
    return Evil()
