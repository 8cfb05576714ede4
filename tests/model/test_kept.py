"""Results as a sequence or as a run keeps them."""

from __future__ import annotations

from tests.model.test_marks import result_of
from torchgrade.model.kept import briefs_of, digests_of, finder, in_order, submissions_of

RESULTS = [result_of("bo"), result_of("ada")]


def test_a_list_is_read_in_the_order_of_the_ids() -> None:
    assert list(in_order(RESULTS)) == RESULTS[::-1]


def test_a_list_has_no_brief_form_and_finds_by_id() -> None:
    assert briefs_of(RESULTS) is RESULTS
    assert (finder(RESULTS)("ada"), finder(RESULTS)("zoe")) == (RESULTS[1], None)


def test_equal_results_have_equal_digests_and_others_have_not() -> None:
    assert list(submissions_of(RESULTS)) == ["bo", "ada"]
    found = dict(digests_of([*RESULTS, result_of("cy"), result_of("cy", 1.0)]))
    assert found["ada"] == dict(digests_of([result_of("ada")]))["ada"]
    assert len({*found.values(), dict(digests_of([result_of("cy")]))["cy"]}) == 4
