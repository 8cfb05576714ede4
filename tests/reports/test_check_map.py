"""The map of the checks and the students."""

from __future__ import annotations

import base64
import struct
import zlib
from types import ModuleType

import pytest
from msgspec.structs import replace

from tests.reports.big_class import SECTIONS, big_class
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.people import Enrolled, Person
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports import check_map as module
from torchgrade.reports.check_map import ABSENT, FAILED, GAP, PASSED, SKIPPED, UNKNOWN, MapTally
from torchgrade.reports.class_tables import CheckMap
from torchgrade.reports.sentences import Sentences


def pixels(strip: str) -> list[bytes]:
    """Return the rows of a strip, as a decoder of PNG reads them."""
    data = base64.b64decode(strip.removeprefix("data:image/png;base64,"))
    chunks, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        chunks[data[at + 4 : at + 8]] = data[at + 8 : at + 8 + size]
        at += 12 + size
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, kind) == (8, 3)
    raw = zlib.decompress(chunks[b"IDAT"])
    return [raw[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]


def columns(strip: str, students: int) -> list[tuple[int, ...]]:
    """Return the pixels of each student's column from top to bottom."""
    rows = pixels(strip)
    scale = len(rows[0]) // students
    return [tuple(row[scale * at] for row in rows) for at in range(students)]


def check_map(results: list[SubmissionResult], rows: RunRows, sentences: Sentences) -> CheckMap | None:
    tally = MapTally(rows)
    for result in sorted(results, key=lambda one: one.submission):
        tally.add(result)
    return tally.view(sentences)


def counts(*outcomes: int) -> list[int]:
    return [outcomes.count(code) for code in range(GAP)]


@pytest.fixture
def results(sample: ModuleType) -> list[SubmissionResult]:
    """Six students: all points, a skipped check, a failed one, no code, a decision to make, an error of torchgrade."""

    def of(name: str, *outcomes: Outcome) -> SubmissionResult:
        checks = [sample.check_of(sample.SOFTMAX, i, outcome) for i, outcome in enumerate(outcomes)]
        return sample.submission(name, [sample.graded(sample.SOFTMAX, checks)])

    passed = [Outcome.PASSED] * 3
    return [
        of("worst", Outcome.FAILED, *passed),
        of("best", Outcome.PASSED, *passed),
        of("middle", Outcome.SKIPPED, *passed),
        sample.submission("absent", [sample.without(sample.SOFTMAX, Status.MISSING)]),
        sample.submission("waits", [sample.waiting(sample.SOFTMAX)]),
        of("broken", Outcome.ERROR, *passed),
    ]


def made(results: list[SubmissionResult], sample: ModuleType, sentences: Sentences, **further) -> CheckMap:
    found = check_map(results, RunRows(exercises=(sample.SOFTMAX,), **further), sentences)
    assert found is not None
    return found


def test_students_with_the_most_points_are_first_in_every_strip(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    results = [replace(one, points=points) for one, points in zip(results, (4, 6, 5, 0, None, 1), strict=True)]
    found = columns(made(results, sample, sentences).rows[0].strip, 6)

    assert [max(column) for column in found] == [PASSED, SKIPPED, FAILED, UNKNOWN, ABSENT, UNKNOWN]


def test_outcomes_differ_in_height_as_well_as_in_colour(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    found = columns(made(results, sample, sentences).rows[0].strip, 6)
    heights = {max(column): sum(pixel != PASSED for pixel in column) for column in found}

    assert heights == {PASSED: 0, SKIPPED: 7, FAILED: 12, ABSENT: 3, UNKNOWN: 6}
    assert all(column[-1] != PASSED for column in found if max(column) in (SKIPPED, FAILED, ABSENT))


def test_every_colour_has_a_contrast_of_three_to_a_passed_check() -> None:
    def light(colour: int) -> float:
        parts = [((colour >> shift) & 255) / 255 for shift in (16, 8, 0)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05

    passed, *others = module._PALETTE[:GAP]
    assert all(light(passed) / light(other) >= 3 for other in others)


def test_the_share_counts_every_student(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    row = made(results, sample, sentences).rows[0]
    assert (row.passed, row.percent) == (1, "17")


def test_the_legend_explains_the_outcomes_of_this_class_only(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    assert [item.words for item in made(results[1:3], sample, sentences).legend] == [
        "passed",
        "skipped, because another check had failed",
    ]


def test_sections_are_side_by_side_with_a_gap_and_those_without_one_are_last(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    enrolled = [
        Enrolled(key=name, submission=name, person=Person(section=section))
        for name, section in (("best", "B"), ("worst", "A"), ("middle", "A"))
    ]
    found = made(results[:4], sample, sentences, enrolled=tuple(enrolled))
    row = pixels(found.rows[0].strip)[0]

    assert [one.words for one in found.sections] == ["A (2 students)", "B (1 student)", "no section (1 student)"]
    assert [len(part) for part in row.split(bytes([GAP]) * 4)] == [300, 150, 150]
    assert sum(one.width for one in found.sections) == len(row) + 4


def test_a_class_of_one_section_has_no_marks(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    assert made(results, sample, sentences).sections == []


def test_a_column_of_several_students_is_as_high_as_the_share_that_did_not_pass(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_COLUMNS", 1)
    worst, best, middle, absent = results[:4]
    many = [replace(best, submission=f"best{i}") for i in range(9)]
    found = made([worst, middle, absent, *many], sample, sentences)
    (column,) = columns(found.rows[0].strip, 1)

    assert found.each == 12
    assert column == (PASSED,) * 9 + (ABSENT, SKIPPED, FAILED)


def test_one_student_of_many_does_not_vanish() -> None:
    assert module._stack(counts(*[PASSED] * 99, FAILED))[-1] == FAILED
    assert module._stack(counts(*[FAILED] * 300, SKIPPED))[0] == FAILED


def test_thousands_of_students_have_at_most_that_many_columns(sample: ModuleType, sentences: Sentences) -> None:
    results, rows = big_class(sample, 1300)
    found = check_map(results, rows, sentences)
    assert found is not None
    assert found.each == 3
    assert len(pixels(found.rows[0].strip)[0]) <= 600
    assert [one.name for one in found.sections] == list(SECTIONS)


def test_a_run_without_results_or_checks_has_no_map(
    results: list[SubmissionResult], sample: ModuleType, sentences: Sentences
) -> None:
    assert check_map([], RunRows(exercises=sample.EXERCISES), sentences) is None
    assert check_map(results, RunRows(exercises=()), sentences) is None


def test_very_many_sections_of_a_large_class_are_not_apart(
    sample: ModuleType, sentences: Sentences, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, rows = big_class(sample, 120)
    enrolled = tuple(
        replace(one, person=replace(one.person, section=f"group {number}")) for number, one in enumerate(rows.enrolled)
    )
    rows = replace(rows, enrolled=enrolled)
    apart = check_map(results, rows, sentences)
    monkeypatch.setattr(module, "LARGE_CLASS", 100)
    together = check_map(results, rows, sentences)

    assert apart is not None
    assert together is not None
    assert (len(apart.sections), together.sections) == (120, [])
    assert [row.passed for row in together.rows] == [row.passed for row in apart.rows]
    assert len(pixels(together.rows[0].strip)[0]) == 600
