"""Sends a header of 4 MB that holds as many values as fit into it."""

from __future__ import annotations

import os
import struct
import sys


def softmax(X):
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    number = frame.f_locals["request"].number
    items = b"\xdd" + struct.pack(">I", 200_000) + b"\x82\xa1_\xa1s\xa5value\xc0" * 200_000
    value = b"\x83\xa1_\xa1i\xa4kind\xa4list\xa5items" + items
    header = b"\x83\xa1_\xa8returned\xa6number\xcf" + struct.pack(">Q", number) + b"\xa5value" + value
    rest = struct.pack("<IQ", len(header), 0) + header
    while rest:
        rest = rest[os.write(3, rest) :]
    return X
