"""Takes the built-in functions away."""

from __future__ import annotations

import builtins


def softmax(X):
    for name in list(vars(builtins)):
        delattr(builtins, name)
    return X
