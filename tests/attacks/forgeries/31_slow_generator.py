"""Yields one right batch, and then waits for ever."""

from __future__ import annotations

import time


def data_iter(batch_size, features, labels):
    yield features[:batch_size], labels[:batch_size]
    time.sleep(10**6)
