"""Geometry of recovered parameters: true and found values of each parameter on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

from torchgrade.model.attachments import Number, Parameter, Recovered
from torchgrade.model.numbers import shown, told_apart
from torchgrade.model.showable import show_name
from torchgrade.reports.axes import Axis, drawable, linear
from torchgrade.reports.charts import LEFT, RIGHT, caption, ticks
from torchgrade.reports.picture_records import ParameterView, RecoveredView
from torchgrade.reports.sentences import Sentences

_MOST = 20
_ROW, _TOP = 34.0, 24.0
_CHARACTER = 13.0
"""Width of a character of a name in the drawing of a small window, where letters are larger."""
_LONGEST = 14
"""Most characters of a name in the drawing."""


def recovered_view(recovered: Recovered, sentences: Sentences, picture_id: str) -> RecoveredView:
    """Draw a row for each parameter: a ring at the true value and a dot at the found value."""
    parameters = recovered.parameters[:_MOST]
    names = [show_name(parameter.name)[:_LONGEST] for parameter in parameters]
    left = max(LEFT, max(map(len, names), default=0) * _CHARACTER + 20)
    finite = [n for p in parameters for n in (_finite(p.true), _finite(p.got)) if n is not None]
    axis = linear(finite, left, RIGHT) if finite else None
    rows = [
        ParameterView(
            name=name,
            y=_TOP + i * _ROW,
            true=_place(p.true, axis),
            got=_place(p.got, axis),
            texts=_texts(p),
        )
        for i, (name, p) in enumerate(zip(names, parameters, strict=True))
    ]
    return RecoveredView(
        id=picture_id,
        title=caption(sentences, recovered.name, recovered.name),
        description=_describe(parameters, rows, sentences),
        height=_TOP + len(rows) * _ROW,
        left=left,
        ticks=ticks(axis),
        parameters=rows,
    )


def _finite(value: Number | None) -> float | None:
    number = math.nan if value is None else float(value)
    return number if drawable(number) else None


def _place(value: Number | None, axis: Axis | None) -> float | None:
    number = _finite(value)
    return None if number is None or axis is None else axis.place(number)


def _texts(parameter: Parameter) -> tuple[str, str, str]:
    numbers = [None if n is None else float(n) for n in (parameter.true, parameter.got)]
    apart = told_apart(n for n in numbers if n is not None)
    true, got = ("–" if n is None else apart.get(n, shown(n)) for n in numbers)
    both = [n for n in numbers if n is not None and math.isfinite(n)]
    # Round to the digits of the record, because a difference has no more.
    return true, got, f"{both[1] - both[0]:+.3g}" if len(both) == 2 else "–"


def _describe(parameters: Sequence[Parameter], rows: Sequence[ParameterView], sentences: Sentences) -> str:
    if not rows:
        return sentences.say("recovered.empty")
    said = [sentences.say("recovered.one", name=row.name, true=row.texts[0], got=row.texts[1]) for row in rows[:4]]
    broken = sum(p.got is not None and _finite(p.got) is None for p in parameters)
    if broken:
        said.append(sentences.count("recovered.broken", broken))
    return sentences.joined(said, "sentence")
