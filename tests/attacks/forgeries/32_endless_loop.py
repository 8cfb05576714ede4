"""Loops for ever with every signal ignored that can be."""

from __future__ import annotations

import signal


def softmax(X):
    for number in range(1, 65):
        if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
            signal.signal(number, signal.SIG_IGN)
    while True:
        pass
