"""Sends a header that is no msgpack."""

from __future__ import annotations

import os
import struct


def softmax(X):
    header = b"\xc1" * 100
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    return X
