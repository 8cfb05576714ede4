"""What a function reaches crosses to the worker as it was cut."""

from __future__ import annotations

import msgspec

from torchgrade.model.slices import Statement, Unit


def test_a_unit_survives_the_wire() -> None:
    star = Statement(file="ada.py", line=1, source="from torch import *", star=True)
    block = Statement(file="ada.ipynb cell 3", line=7, source="if x:\n    y", drop=[(8, 4)], binds=["y"])
    unit = Unit(module="submission", sources={"ada.py": "…"}, statements=[star, block], own=["y"])

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(unit), type=Unit) == unit
