"""Stops itself, so that nothing can wake it."""

from __future__ import annotations

import os
import signal


def softmax(X):
    os.kill(os.getpid(), signal.SIGSTOP)
    return X
