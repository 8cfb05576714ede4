"""The report in lines and as one document."""

from __future__ import annotations

import json

import msgspec
import pytest
from rich.cells import cell_len

from torchgrade.audit.records import (
    AuditedExerciseReport,
    AuditReport,
    CaughtByOne,
    Finding,
    GroupCount,
    Matrix,
    MatrixRow,
    MutantCount,
    add,
)
from torchgrade.audit.report import ReportText, with_sentences
from torchgrade.model.catalogue import Catalogue, load_catalogue
from torchgrade.model.phrases import phrase
from torchgrade.plugins.resources import folder

COUNT = MutantCount(mutants=10, caught=8, argued=1, survived=1, by_time=2)


def report(mutants: MutantCount | None = None, **further: object) -> AuditReport:
    """Return a report of one exercise with one finding."""
    exercise = AuditedExerciseReport(
        exercise="double",
        groups=(GroupCount(group="lazy", submitted=12, held=11), GroupCount(group="variant", submitted=0, held=0)),
        findings=(
            Finding(message_id="audit.lazy.earns", values={"name": "pass", "points": 1, "max": 2}, file="a.py", line=7),
        ),
        matrix=Matrix(
            rows=(MatrixRow(check="values", fails={"corpus": 9}, alone={"corpus": 8}),),
            nothing_alone=("values",),
            caught_by_one=(CaughtByOne(check="values", submissions=tuple(f"wrong_{n}.py" for n in range(8))),),
            other_reason=("wrong_0.py",),
        ),
        mutants=mutants,
        reference_seconds=0.123,
        limit_seconds=4.0,
        ungraded=2,
    )
    return AuditReport(
        exercises=(exercise,), submissions=30, kept=0, findings=1, mutants=mutants, corpus="c", **further
    )


def catalogue(language: str) -> Catalogue:
    return load_catalogue([folder("torchgrade") / "catalogues"], language)


def lines(one: AuditReport, language: str = "en") -> list[str]:
    sentences = catalogue(language)
    return list(ReportText(sentences).lines(with_sentences(one, sentences)))


def test_each_group_has_a_line_with_counts_and_an_empty_one_has_none() -> None:
    found = lines(report())

    assert "  lazy answers: 11 of 12 earn nothing" in found
    assert not any("variants" in line for line in found)


def test_a_finding_has_its_place_and_what_to_do() -> None:
    found = lines(report())
    place = next(number for number, line in enumerate(found) if line.startswith("  a.py:7: "))

    assert "`pass` earns 1 of 2 points" in found[place]
    assert found[place + 1].startswith("    Fix: ")


def test_the_matrix_has_a_row_for_each_check_and_long_lists_are_cut() -> None:
    found = lines(report())

    assert any(line.split() == ["values", "9", "(8)"] for line in found)
    assert any("wrong_5.py and 2 more" in line for line in found)


def test_the_last_line_with_mutants_is_the_same_in_every_language() -> None:
    for language in ("en", "zh"):
        assert lines(report(COUNT), language)[-1] == "10 mutants, 8 caught, 1 argued, 1 survived"


def test_the_last_line_without_mutants_has_submissions_and_findings() -> None:
    assert lines(report())[-1] == "30 submissions, 1 findings"


def test_a_report_says_that_there_is_no_corpus_and_that_it_was_stopped() -> None:
    text = "\n".join(lines(msgspec.structs.replace(report(stopped=True), corpus="")))

    assert "There is no corpus" in text
    assert "2 of 30 submissions have no verdict" in text


def test_the_document_has_the_sentences_of_its_language() -> None:
    table = json.loads(msgspec.json.encode(with_sentences(report(), catalogue("zh"))))

    (finding,) = table["exercises"][0]["findings"]
    assert "`pass` 得 1 分" in finding["message"]
    assert finding["fix"]


def test_counts_of_several_exercises_add_up() -> None:
    assert add([COUNT, COUNT]) == MutantCount(mutants=20, caught=16, argued=2, survived=2, by_time=4)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_text_in_a_finding_is_shown_as_text(language: str) -> None:
    finding = Finding(
        message_id="audit.mistakes.broken",
        values={"detail": phrase("audit.raised", type="E", reason="\x1b[31m")},
        file="a.py",
    )
    one = report()
    exercise = msgspec.structs.replace(one.exercises[0], findings=(finding,))

    assert "\x1b" not in "\n".join(lines(msgspec.structs.replace(one, exercises=(exercise,)), language))


def test_both_languages_have_the_same_entries_with_the_same_fields() -> None:
    def fields(language: str) -> dict[str, set[str]]:
        import re
        import tomllib

        text = (folder("torchgrade") / "catalogues" / f"audit.{language}.toml").read_text("utf-8")

        def flat(table: dict[str, object], prefix: str = "") -> dict[str, set[str]]:
            found: dict[str, set[str]] = {}
            for key, value in table.items():
                if isinstance(value, dict):
                    found |= flat(value, f"{prefix}{key}.")
                else:
                    found[prefix + key] = set(re.findall(r"{(\w+)}", str(value)))
            return found

        return flat(tomllib.loads(text))

    assert fields("en") == fields("zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_columns_of_the_matrix_end_below_each_other(language: str) -> None:
    shown = lines(report(), language)
    row = next(place for place, line in enumerate(shown) if line.strip().startswith("values "))

    assert cell_len(shown[row - 1]) == cell_len(shown[row])
