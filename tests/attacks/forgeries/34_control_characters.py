"""Writes what moves a terminal, turns text around and ends a page."""

from __future__ import annotations

import sys


def softmax(X):
    print("\x1b[2J\x1b]0;owned\x07\u202egnp.exe\u2066", "\x00\x9b31m", "</pre><script>alert(1)</script>")
    sys.stdout.buffer.write(b"\xff\xfe\x80raw\n")
    return X
