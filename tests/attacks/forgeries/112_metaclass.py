"""Returns an object whose class raises when it is asked for its name."""

from __future__ import annotations


class Meta(type):
    @property
    def __name__(cls):
        raise KeyboardInterrupt

    @property
    def __module__(cls):
        raise KeyboardInterrupt


class Evil(metaclass=Meta):
    pass


def softmax(X):
    return Evil()
