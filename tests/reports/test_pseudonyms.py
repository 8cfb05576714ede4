"""Pseudonyms, and results without anything that names a student."""

from __future__ import annotations

from types import ModuleType

import msgspec
import pytest

from tests.reports.big_class import WORD, big_class
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import Diagnosis
from torchgrade.reports.pseudonyms import pseudonyms, rows_without_names, without_name
from torchgrade.reports.sentences import Sentences

KEY = b"k" * 32
IDS = [f"2023{i:06}" for i in range(3000)]


def test_a_pseudonym_stays_the_same_whoever_else_is_in_the_class(sentences: Sentences) -> None:
    alone = pseudonyms(["ada"], KEY, sentences)["ada"]
    assert len(alone.split()) == 2
    assert pseudonyms(["bob", "ada", "\ud800"], KEY, sentences)["ada"] == alone


def test_thousands_of_students_have_pseudonyms_of_their_own(sentences: Sentences) -> None:
    assert len(set(pseudonyms(IDS, KEY, sentences).values())) == len(IDS)


def test_another_secret_gives_other_pseudonyms(sentences: Sentences) -> None:
    one, other = (pseudonyms(IDS[:100], key, sentences) for key in (KEY, b"x" * 32))
    assert sum(one[who] == other[who] for who in one) < 5


def test_both_languages_have_words_for_the_same_animals(sentences: Sentences) -> None:
    chinese = Sentences(catalogue_for(language="zh"), marks=True)
    for part in ("first", "second"):
        words = [one.say(f"pseudonym.{part}").split() for one in (sentences, chinese)]
        assert [len(set(one)) for one in words] == [64, 64]
    assert chinese.say("pseudonym.second").split()[sentences.say("pseudonym.second").split().index("otter")] == "水獭"
    assert all("的" in name for name in pseudonyms(IDS[:9], KEY, chinese).values())


def test_results_under_pseudonyms_keep_outcomes_and_points_and_lose_every_text_of_a_student(
    sample: ModuleType, sentences: Sentences
) -> None:
    results, rows = big_class(sample, 40)
    names = pseudonyms((one.submission for one in results), KEY, sentences)
    made = [without_name(one, names[one.submission], sentences) for one in results]
    kept = rows_without_names(rows, names.get)

    text = msgspec.json.encode([made, kept]).decode().lower()
    assert WORD not in text
    assert not [who for who in names if who in text]
    for before, after in zip(results, made, strict=True):
        assert after.submission == names[before.submission]
        assert (after.points, after.max_points) == (before.points, before.max_points)
        outcomes = [[check.outcome for part in one.exercises for check in part.checks] for one in (before, after)]
        assert outcomes[0] == outcomes[1]


def test_a_decided_mark_counts_without_its_reason(sample: ModuleType, sentences: Sentences) -> None:
    results, rows = big_class(sample, 10)
    names = pseudonyms((one.submission for one in results), KEY, sentences)
    (who,) = rows.overrides
    decided = rows_without_names(rows, names.get).overrides[names[who]]
    assert (decided.points, decided.why, decided.who) == (9.5, "", names[who])


@pytest.mark.parametrize(
    ("diagnosis", "stays"),
    [
        (Diagnosis(misconception="softmax.dim_0", message="quoted"), True),
        (Diagnosis(misconception="softmax.dim_0", message="quoted", values={"k": 2}), True),
        (Diagnosis(misconception="softmax.dim_0", message="quoted", values={"name": "ada_helper"}), False),
        (Diagnosis(misconception="unknown.entry", message="quoted"), False),
    ],
)
def test_a_diagnosis_stays_only_if_it_cannot_quote(
    sample: ModuleType, sentences: Sentences, diagnosis: Diagnosis, stays: bool
) -> None:
    check = sample.check_of(sample.SOFTMAX, 0, Outcome.FAILED, diagnosis=diagnosis)
    result = sample.submission("ada", [sample.graded(sample.SOFTMAX, [check])])
    made = without_name(result, "calm otter", sentences)
    found = made.exercises[0].checks[0].diagnosis
    assert (found is not None) == stays
    assert found is None or found.message == ""
