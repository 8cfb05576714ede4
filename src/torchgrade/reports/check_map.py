"""Map of the checks and the students: one strip of columns for each check, with a student in each column.

The students are in the same order in every strip, so a column of dark marks is one student. A strip is a PNG of a few
colours. The height of a mark shows the outcome too, because nobody must need the colours.
"""

from __future__ import annotations

import base64
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.showable import show_name
from torchgrade.reports.class_tables import CheckMap, LegendItem, MapRow, MapSection
from torchgrade.reports.pictures import png
from torchgrade.reports.sentences import Sentences

PASSED, FAILED, SKIPPED, ABSENT, UNKNOWN, GAP = range(6)
"""Outcomes in a strip, and the gap between two sections."""
_PALETTE = (0xD0DEEC, 0x7A1400, 0xB26A00, 0x6E7781, 0x0550AE, 0xFFFFFF)
"""Colours. Each has a contrast of at least 3 to the first one, which is the colour of a passed check."""
_OUTCOMES = {Outcome.PASSED: PASSED, Outcome.FAILED: FAILED, Outcome.SKIPPED: SKIPPED, Outcome.ERROR: UNKNOWN}
_HEIGHT, _WIDTH, _GAP = 12, 600, 4
_MARKS = {FAILED: 12, SKIPPED: 7, ABSENT: 3}
"""Height of the mark of one student."""
MOST_COLUMNS = 600
"""Most students with a column of their own."""


def check_map(results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences) -> CheckMap | None:
    """Return the map, with the students of a section side by side and the most points first; None without students."""
    if not results or not any(exercise.checks for exercise in rows.exercises):
        return None
    groups = _sections(results, rows)
    each = -(-len(results) // MOST_COLUMNS)
    columns = [[group[at : at + each] for at in range(0, len(group), each)] for group in groups.values()]
    scale = max(1, _WIDTH // sum(map(len, columns)))
    codes = {result.submission: _codes(result, rows) for result in results}
    made = []
    for exercise in rows.exercises:
        for number, spec in enumerate(exercise.checks):
            cells = [[[codes[one.submission][spec.check] for one in cell] for cell in group] for group in columns]
            passed = sum(code == PASSED for group in cells for cell in group for code in cell)
            made.append(
                MapRow(
                    title=sentences.title(spec.check, spec.title),
                    check=show_name(spec.check),
                    hidden=spec.hidden,
                    begins=number == 0,
                    strip=_strip(cells, scale, _stack if each > 1 else _mark),
                    passed=passed,
                    percent=str(round(100 * passed / len(results))),
                )
            )
    return CheckMap(
        rows=made,
        sections=_section_views(groups, columns, scale, sentences),
        legend=_legend({code for found in codes.values() for code in found.values()}, each, sentences),
        students=len(results),
        each=each,
    )


def _sections(results: Sequence[SubmissionResult], rows: RunRows) -> dict[str, list[SubmissionResult]]:
    """Return the results by section, sorted by name; students without a section are last."""
    named: dict[str, str] = {}
    for one in rows.enrolled:
        # A group is in the section of its first member.
        named.setdefault(one.submission, one.person.section)

    def order(result: SubmissionResult) -> tuple[bool, str, float, str]:
        section = named.get(result.submission, "")
        points = -1.0 if result.points is None else result.points
        return not section, section, -points, result.submission

    ordered = sorted(results, key=order)
    return {name: list(group) for name, group in itertools.groupby(ordered, lambda r: named.get(r.submission, ""))}


def _section_views(
    groups: Mapping[str, Sequence[SubmissionResult]],
    columns: Sequence[Sequence[object]],
    scale: int,
    sentences: Sentences,
) -> list[MapSection]:
    if len(groups) < 2:
        return []
    made = []
    for (name, group), cells in zip(groups.items(), columns, strict=True):
        shown = show_name(name) if name else sentences.say("map.no_section")
        words = sentences.count("map.section", len(group), name=shown)
        made.append(MapSection(name=shown, words=words, width=scale * len(cells) + _GAP))
    return made


def _codes(result: SubmissionResult, rows: RunRows) -> dict[str, int]:
    """Return the outcome of every check of the run for one student."""
    parts = {part.exercise: part for part in result.exercises}
    return {
        spec.check: code
        for exercise in rows.exercises
        for spec, code in zip(
            exercise.checks, _outcomes(parts.get(exercise.exercise), [c.check for c in exercise.checks]), strict=True
        )
    }


def _outcomes(part: ExerciseResult | None, checks: Sequence[str]) -> list[int]:
    if part is None:
        return [ABSENT] * len(checks)
    found = {check.check: _OUTCOMES[check.outcome] for check in part.checks}
    other = ABSENT if part.status in {Status.MISSING, Status.NOT_STARTED} else UNKNOWN
    return [found.get(check, other) for check in checks]


Column = Callable[[Sequence[int]], list[int]]


def _mark(cell: Sequence[int]) -> list[int]:
    """Return the pixels of one student from top to bottom: the worse the outcome, the higher the mark."""
    (code,) = cell
    if code == UNKNOWN:
        return [UNKNOWN if row % 4 < 2 else PASSED for row in range(_HEIGHT)]
    height = _MARKS.get(code, 0)
    return [PASSED] * (_HEIGHT - height) + [code] * height


def _stack(cell: Sequence[int]) -> list[int]:
    """Return the pixels of several students: a bar as high as the share that did not pass, with failures below."""
    counted = Counter(cell)
    pixels: list[int] = []
    done = 0
    for code in (FAILED, SKIPPED, ABSENT, UNKNOWN):
        done += counted[code]
        # A single student of many must not vanish.
        height = max(round(_HEIGHT * done / len(cell)), len(pixels) + (counted[code] > 0))
        pixels += [code] * (min(height, _HEIGHT) - len(pixels))
    return [PASSED] * (_HEIGHT - len(pixels)) + pixels[::-1]


def _strip(groups: Sequence[Sequence[Sequence[int]]], scale: int, draw: Column) -> str:
    columns: list[list[int]] = []
    for group in groups:
        if columns:
            columns += [[GAP] * _HEIGHT] * _GAP
        for cell in group:
            columns += [draw(cell)] * scale
    pixels = bytes(column[row] for row in range(_HEIGHT) for column in columns)
    palette = b"".join(colour.to_bytes(3, "big") for colour in _PALETTE)
    return "data:image/png;base64," + base64.b64encode(png(pixels, len(columns), palette, clear=GAP)).decode()


def _legend(found: set[int], each: int, sentences: Sentences) -> list[LegendItem]:
    names = {PASSED: "passed", FAILED: "failed", SKIPPED: "skipped", ABSENT: "absent", UNKNOWN: "unknown"}
    draw: Column = _stack if each > 1 else _mark
    return [
        LegendItem(strip=_strip([[[code]]], _HEIGHT, draw), words=sentences.say(f"map.{name}"))
        for code, name in names.items()
        if code in found
    ]
