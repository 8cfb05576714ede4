"""Returns an object whose unpickling would run a command."""

from __future__ import annotations


class Payload:
    def __reduce__(self):
        return eval, ("__import__('os').system('echo evil')",)


def softmax(X):
    return Payload()
