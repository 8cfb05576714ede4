"""Writes what a worker writes whose confinement has failed, and ends as it does."""

from __future__ import annotations

import os


def softmax(X):
    os.write(2, b"landlock: layer_failed\nseccomp: OSError: [Errno 22] Invalid argument\n")
    os.write(3, b"layer_failed")
    os._exit(112)
