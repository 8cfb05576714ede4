"""Returns and raises classes whose names are sentences, markup and nothing."""

from __future__ import annotations


def softmax(X):
    name = "</td><script>alert(1)</script>\x1b[31m" + "A" * 10**6
    raise type(name, (Exception,), {"__module__": "builtins"})("evil")
