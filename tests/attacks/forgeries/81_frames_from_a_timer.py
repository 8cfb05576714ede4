"""Sends frames from a signal handler, between two questions."""

from __future__ import annotations

import os
import signal
import struct

import torch


def send(number, frame):
    os.write(3, struct.pack("<IQ", 0, 0))


def softmax(X):
    signal.signal(signal.SIGALRM, send)
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
    return torch.softmax(X, 1)
