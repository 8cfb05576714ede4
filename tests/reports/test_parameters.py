"""What ``torchgrade.reports.parameters`` promises."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.checking.pictured import recovered
from torchgrade.model.attachments import Number, Parameter, Recovered
from torchgrade.reports.charts import LEFT, RIGHT
from torchgrade.reports.parameters import recovered_view
from torchgrade.reports.sentences import Sentences

NUMBERS = st.none() | st.floats() | st.sampled_from(["nan", "inf", "-inf"])


def test_true_and_found_values_are_on_one_axis(sentences: Sentences) -> None:
    view = recovered_view(recovered("recovered.a", ["w1", "b"], [2.0, 4.2], [2.0, 3.9]), sentences, "r")
    w1, b = view.parameters

    assert w1.true == w1.got
    assert b.true is not None
    assert b.got is not None
    assert w1.true is not None
    assert w1.true < b.got < b.true
    assert b.texts == ("4.2", "3.9", "-0.3")
    assert view.description == "w1: true value 2, your value 2. b: true value 4.2, your value 3.9."


def test_close_values_have_texts_that_differ(sentences: Sentences) -> None:
    view = recovered_view(recovered("recovered.a", ["w1"], [2.0], [1.99999]), sentences, "r")

    assert view.parameters[0].texts == ("2", "1.99999", "-1e-05")


def test_a_value_that_is_not_finite_has_no_dot_and_is_in_the_table(sentences: Sentences) -> None:
    view = recovered_view(recovered("recovered.a", ["w1", "b"], [2.0, 4.2], [math.nan]), sentences, "r")

    assert [(p.got, p.texts[1:]) for p in view.parameters] == [(None, ("nan", "–")), (None, ("–", "–"))]
    assert view.description.endswith("1 value is not finite, so it has no dot.")


def test_without_parameters_nothing_is_drawn(sentences: Sentences) -> None:
    view = recovered_view(recovered("recovered.a", [], [], []), sentences, "r")

    assert (view.parameters, view.ticks) == ([], [])
    assert view.description == "There is no parameter to draw."


def test_a_name_is_safe_to_show_and_short(sentences: Sentences) -> None:
    record = Recovered(name="recovered.a", parameters=[Parameter(name="\u202e" + "w" * 50, true=1.0, got=1.0)])
    view = recovered_view(record, sentences, "r")

    assert view.parameters[0].name == "\\u202ewwwwwwww"
    assert LEFT < view.left < RIGHT / 2


@given(values=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=25))
def test_any_record_can_be_drawn(sentences: Sentences, values: list[tuple[Number | None, Number | None]]) -> None:
    parameters = [Parameter(name=f"w{i}", true=a, got=b) for i, (a, b) in enumerate(values)]
    view = recovered_view(Recovered(name="recovered.a", parameters=parameters), sentences, "r")

    assert len(view.parameters) == min(len(values), 20)
    places = [place for p in view.parameters for place in (p.true, p.got) if place is not None]
    assert all(view.left <= place <= RIGHT for place in places)
