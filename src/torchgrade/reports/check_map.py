"""Map of the checks and the students: one strip of columns for each check, with a student in each column.

The students are in the same order in every strip, so a column of dark marks is one student. A strip is a PNG of a few
colours. The height of a mark shows the outcome too, because nobody must need the colours.
"""

from __future__ import annotations

import base64
import itertools
import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.people import roster
from torchgrade.model.results import ExerciseResult, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.showable import show_name
from torchgrade.reports.class_tables import CheckMap, LegendItem, MapRow, MapSection
from torchgrade.reports.pictures import png
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import LARGE_CLASS

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
_MOST_SECTIONS = 50
"""Most sections of a large class that are apart in the strips."""
_CODES = 5
"""Number of outcomes in a strip."""
_PACKED = 3
"""Outcomes in one byte."""

_Counts = Sequence[int]
"""Number of students with each outcome."""


class MapTally:
    """Map of a class, fed with one result at a time in the order of the ids; keeps a few bytes of each.

    The students of a section are side by side, and the most points are first.
    """

    def __init__(self, rows: RunRows, mixed: bytes = b"") -> None:
        """Start without a student.

        :param mixed: secret that mixes students with equal points; empty to keep them in the order of the ids.
        """
        self._mixed = mixed
        self._exercises = rows.exercises
        self._checks = sum(len(exercise.checks) for exercise in rows.exercises)
        self._roster = roster(rows.enrolled)
        self._bands: dict[tuple[str, float], int] = {}
        """Number of each section with each number of points; students of one band are in the order of the ids."""
        self._band_of = array("I")
        self._outcomes = bytearray()

    def add(self, result: SubmissionResult) -> None:
        """Keep the outcomes of one student."""
        # A group is in the section of its first member.
        section = next((one.person.section for one in self._roster.of(result.submission)), "")
        points = -1.0 if result.points is None else result.points
        self._band_of.append(self._bands.setdefault((section, points), len(self._bands)))
        self._outcomes += _packed(_codes(result, self._exercises))

    def view(self, sentences: Sentences) -> CheckMap | None:
        """Return the map; None without students."""
        if not self._band_of or not self._checks:
            return None
        sections = self._sections()
        each = -(-len(self._band_of) // MOST_COLUMNS)
        columns = {name: -(-students // each) for name, students in sections.items()}
        cells = self._cells(sections, columns, each)
        scale = max(1, _WIDTH // sum(columns.values()))
        specs = [(spec, number == 0) for one in self._exercises for number, spec in enumerate(one.checks)]
        made = []
        for place, (spec, begins) in enumerate(specs):
            counted = [cells[at : at + _CODES] for at in range(place * _CODES, len(cells), self._checks * _CODES)]
            passed = sum(counts[PASSED] for counts in counted)
            made.append(
                MapRow(
                    title=sentences.title(spec.check, spec.title),
                    check=show_name(spec.check),
                    hidden=spec.hidden,
                    begins=begins,
                    strip=_strip(counted, columns.values(), scale, _stack if each > 1 else _mark),
                    passed=passed,
                    percent=str(round(100 * passed / len(self._band_of))),
                )
            )
        return CheckMap(
            rows=made,
            sections=_section_views(sections, columns, scale, sentences),
            legend=_legend({code for code in range(_CODES) if any(cells[code::_CODES])}, each, sentences),
            students=len(self._band_of),
            each=each,
        )

    def _sections(self) -> dict[str, int]:
        """Return the number of students of each section; students without a section are last.

        Very many sections of a large class are one.
        """
        students = Counter(self._band_of)
        found: Counter[str] = Counter()
        for (section, _), band in self._bands.items():
            found[section] += students[band]
        if len(self._band_of) > LARGE_CLASS and len(found) > _MOST_SECTIONS:
            return {"": len(self._band_of)}
        return {name: found[name] for name in sorted(found, key=lambda name: (not name, name))}

    def _cells(self, sections: Mapping[str, int], columns: Mapping[str, int], each: int) -> array[int]:
        """Return the count of each outcome, by column and check."""
        students = Counter(self._band_of)
        first_column = dict(zip(columns, itertools.accumulate(columns.values(), initial=0), strict=False))
        place = dict.fromkeys(sections, 0)
        places = {}
        """Section of each band, and the place of its next student in the section."""
        for (section, _), band in sorted(self._bands.items(), key=lambda item: -item[0][1]):
            name = section if section in sections else ""
            places[band] = [first_column[name] * each, place[name]]
            place[name] += students[band]
        cells = array("I", [0]) * (sum(columns.values()) * self._checks * _CODES)
        size = -(-self._checks // _PACKED)
        order: Sequence[int] = range(len(self._band_of))
        if self._mixed:
            # On a page with pseudonyms, a place among equal students must not tell the place of an id.
            order = array("I", order)
            random.Random(self._mixed).shuffle(order)  # noqa: S311 - nobody sees its numbers
        for number in order:
            band = self._band_of[number]
            start, at = places[band]
            places[band][1] += 1
            first = (start + at) // each * self._checks
            codes = _unpacked(self._outcomes[number * size : (number + 1) * size])
            for check, code in zip(range(first, first + self._checks), codes, strict=False):
                cells[check * _CODES + code] += 1
        return cells


def _packed(codes: Sequence[int]) -> bytes:
    whole = [*codes, *[0] * (-len(codes) % _PACKED)]
    return bytes(map(_number, whole[::3], whole[1::3], whole[2::3]))


def _number(first: int, second: int, third: int) -> int:
    return (first * _CODES + second) * _CODES + third


_TRIPLES = list(itertools.product(range(_CODES), repeat=_PACKED))


def _unpacked(packed: Iterable[int]) -> Iterator[int]:
    return itertools.chain.from_iterable(_TRIPLES[number] for number in packed)


def _section_views(
    sections: Mapping[str, int], columns: Mapping[str, int], scale: int, sentences: Sentences
) -> list[MapSection]:
    if len(sections) < 2:
        return []
    made = []
    for name, students in sections.items():
        shown = show_name(name) if name else sentences.say("map.no_section")
        words = sentences.count("map.section", students, name=shown)
        made.append(MapSection(name=shown, words=words, width=scale * columns[name] + _GAP))
    return made


def _codes(result: SubmissionResult, exercises: Sequence[Exercise]) -> list[int]:
    """Return the outcome of every check of the run for one student."""
    parts = {part.exercise: part for part in result.exercises}
    return [code for exercise in exercises for code in _outcomes(parts.get(exercise.exercise), exercise.checks)]


def _outcomes(part: ExerciseResult | None, specs: Sequence[CheckSpec]) -> list[int]:
    if part is None:
        return [ABSENT] * len(specs)
    found = {check.check: _OUTCOMES[check.outcome] for check in part.checks}
    other = ABSENT if part.status in {Status.MISSING, Status.NOT_STARTED} else UNKNOWN
    return [found.get(spec.check, other) for spec in specs]


Column = Callable[[_Counts], list[int]]


def _mark(counts: _Counts) -> list[int]:
    """Return the pixels of one student from top to bottom: the worse the outcome, the higher the mark."""
    code = next(code for code in range(_CODES) if counts[code])
    if code == UNKNOWN:
        return [UNKNOWN if row % 4 < 2 else PASSED for row in range(_HEIGHT)]
    height = _MARKS.get(code, 0)
    return [PASSED] * (_HEIGHT - height) + [code] * height


def _stack(counts: _Counts) -> list[int]:
    """Return the pixels of several students: a bar as high as the share that did not pass, with failures below."""
    students = sum(counts)
    pixels: list[int] = []
    done = 0
    for code in (FAILED, SKIPPED, ABSENT, UNKNOWN):
        done += counts[code]
        # A single student of many must not vanish.
        height = max(round(_HEIGHT * done / students), len(pixels) + (counts[code] > 0))
        pixels += [code] * (min(height, _HEIGHT) - len(pixels))
    return [PASSED] * (_HEIGHT - len(pixels)) + pixels[::-1]


def _strip(cells: Sequence[_Counts], sizes: Iterable[int], scale: int, draw: Column) -> str:
    """Return the image of columns, with a gap after the columns of each section."""
    columns: list[list[int]] = []
    following = iter(cells)
    for size in sizes:
        if columns:
            columns += [[GAP] * _HEIGHT] * _GAP
        for counts in itertools.islice(following, size):
            columns += [draw(counts)] * scale
    pixels = bytes(column[row] for row in range(_HEIGHT) for column in columns)
    palette = b"".join(colour.to_bytes(3, "big") for colour in _PALETTE)
    return "data:image/png;base64," + base64.b64encode(png(pixels, len(columns), palette, clear=GAP)).decode()


def _legend(found: set[int], each: int, sentences: Sentences) -> list[LegendItem]:
    names = {PASSED: "passed", FAILED: "failed", SKIPPED: "skipped", ABSENT: "absent", UNKNOWN: "unknown"}
    draw: Column = _stack if each > 1 else _mark
    return [
        LegendItem(strip=_strip([_one(code)], [1], _HEIGHT, draw), words=sentences.say(f"map.{name}"))
        for code, name in names.items()
        if code in found
    ]


def _one(code: int) -> _Counts:
    return [int(code == other) for other in range(_CODES)]
