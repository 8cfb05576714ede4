"""Writes into the protocol when its answer is thrown away."""

from __future__ import annotations

import os


class Answer(list):
    def __del__(self):
        os.write(3, b"evil" * 10)


def softmax(X):
    return Answer()
