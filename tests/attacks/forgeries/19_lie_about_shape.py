"""Claims a tensor of 2^62 elements and sends four bytes."""

from __future__ import annotations

import os
import struct
import sys

import msgspec


def number():
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["request"].number


def softmax(X):
    tensor = {"_": "t", "dtype": "float32", "shape": [2**31, 2**31]}
    header = msgspec.msgpack.encode({"_": "returned", "number": number(), "value": tensor, "after": [tensor]})
    os.write(3, struct.pack("<IQ", len(header), 4) + header + b"four")
    return X
