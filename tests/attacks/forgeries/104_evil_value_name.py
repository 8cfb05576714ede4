"""Returns an object of a class whose name is markup, a million letters long."""

from __future__ import annotations


def softmax(X):
    return type("</td><script>alert(1)</script>\x1b[31m" + "A" * 10**6, (), {"shape": 1})()
