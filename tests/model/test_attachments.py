"""A picture survives its JSON and its msgpack as the kind that it is."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from torchgrade.model.attachments import Cloud, Gallery, Line, Matrix, Parameter, Recovered, Titled
from torchgrade.model.results import Attachment

PICTURES: list[Attachment] = [
    Matrix(name="matrix.a", cells=[[1.5, "nan"]], shape=[1, 30], rows=["a"], signed=True, wanted=[[1.0, "-inf"]]),
    Cloud(name="cloud.a", points=[(1.0, -2.5)], total=3, lines=[Line(name="true", slope=2.0, intercept="inf")]),
    Recovered(name="recovered.a", parameters=[Parameter(name="w1", true=2.0, got=None)]),
    Gallery(name="gallery.a", items=[Titled(pixels=bytes(784), title="包\nbag", wanted="bag")]),
]  # fmt: skip


@pytest.mark.parametrize("codec", [msgspec.json, msgspec.msgpack], ids=["json", "msgpack"])
def test_a_picture_survives_what_it_is_written_as(codec: Any) -> None:
    assert codec.decode(codec.encode(PICTURES), type=list[Attachment]) == PICTURES
