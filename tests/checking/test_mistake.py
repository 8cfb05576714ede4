"""A mistake is one function: the judge runs it, and its own text is what the audit submits."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.diagnosis import raised
from torchgrade.checking.mistake import Mistake, Mistakes, source_of
from torchgrade.checking.proxies import Answer, Tried
from torchgrade.checking.shared_mistakes import changed_in_place, cut_graph
from torchgrade.errors import CourseError
from torchgrade.protocol.messages import Scalar

X = torch.tensor([[1.0, 2.0], [3.0, -4.0]])


def right_twice(X: torch.Tensor) -> torch.Tensor:
    return 2 * X.double()


def declared() -> Mistakes:
    mistake = Mistakes("twice", right=right_twice)

    @mistake("half", explains=["rows", "shape"], about="factor", section="7.1")
    def twice(X):
        return X / 2

    @mistake("half", explains=["rows"])
    def twice(X):
        return X * 0.5

    @mistake("pair", shows=raised("torch.return_types.max"), beside=["half"])
    def twice(X):
        return X * X.max(1)

    @mistake.unnamed("integrity")
    def twice(X):
        return X + X

    return mistake


def tried(value: torch.Tensor) -> Tried:
    return Tried("call", "twice(X)", ("X",), (X,), answer=Answer(value=value, node=Scalar(None)))


def by_id(mistakes: Mistakes) -> dict[str, Mistake]:
    return {one.id: one for one in mistakes}


def test_an_exercise_recognises_wrong_functions_in_its_own_way() -> None:
    mistake = Mistakes("twice", right=right_twice, recognise=lambda function: lambda tried: function(1) == 0.5)

    @mistake("half")
    def twice(X):
        return X / 2

    [found] = mistake.misconceptions()

    assert found.symptom(Tried("call", "", ("X",), (X,))) is True


def test_a_function_of_another_name_is_the_authors_error_with_its_line() -> None:
    mistake = Mistakes("twice", right=right_twice)

    with pytest.raises(
        CourseError, match=r"test_mistake.py, line \d+: the mistake 'half' is the function 'half'; call it"
    ):

        @mistake("half")
        def half(X):
            return X / 2


def test_a_second_function_under_the_same_id_is_another_way() -> None:
    half = by_id(declared())["half"]

    assert [way.explains for way in half.ways] == [("rows", "shape"), ("rows",)]
    assert (half.about, half.section) == ("factor", "7.1")


def test_the_source_is_the_function_without_its_decorator() -> None:
    way = by_id(declared())["half"].ways[0]

    assert way.source == "def twice(X):\n    return X / 2\n"
    assert way.line > 0


def test_the_judge_recognises_the_function_by_what_it_returns() -> None:
    half = declared().misconceptions()[0]

    assert half.symptom(tried(X / 2))
    assert not half.symptom(tried(2 * X))


def test_a_symptom_replaces_the_twin() -> None:
    pair = declared().misconceptions()[2]

    assert not pair.symptom(tried(X))
    assert by_id(declared())["pair"].ways[0].beside == ("half",)


def test_the_diagnosis_gets_full_ids() -> None:
    half = declared().misconceptions()[0]

    assert (half.id, half.checks) == ("twice.mistake.half", ("twice.rows", "twice.shape"))
    assert (half.about, half.section) == ("twice.about.factor", "7.1")


def test_a_mistake_that_only_the_gradient_shows_compares_the_gradient() -> None:
    mistake = Mistakes("twice", right=right_twice)

    @mistake("cut", compares="gradient")
    def twice(X):
        return X + X.detach()

    def pulled(gradient: torch.Tensor) -> Tried:
        answer = Answer(value=2 * X, node=Scalar(None), gradients=(gradient,))
        inputs = {"cotangent": torch.ones(2, 2), "wrt": (0,)}
        return Tried("vjp", "twice(X)", ("X",), (X,), answer=answer, inputs=inputs)

    symptom = mistake.misconceptions()[0].symptom
    assert symptom(pulled(torch.ones(2, 2)))
    assert not symptom(pulled(2 * torch.ones(2, 2)))


def test_a_probe_is_asked_of_the_submission_too() -> None:
    mistake = Mistakes("twice", right=right_twice)
    probe = torch.full((1, 2), 100.0)

    @mistake("bounded", probe=probe)
    def twice(X):
        return (2 * X).clamp(max=50)

    one = tried(2 * X)
    symptom = mistake.misconceptions()[0].symptom
    one.again = lambda other: tried(2 * other)
    assert not symptom(one)
    one.again = lambda other: Tried("call", "", ("X",), (other,), Answer(value=other.clamp(max=50), node=Scalar(None)))
    assert symptom(one)


def test_the_right_answer_has_the_dtype_of_the_argument() -> None:
    assert Mistakes("twice", right=right_twice).right(X).dtype == torch.float32


def test_a_right_answer_that_is_a_number_stays_one() -> None:
    assert Mistakes("count", right=lambda X: 3.0).right(X) == 3.0


def test_a_wrong_answer_without_a_name_keeps_its_checks_and_text() -> None:
    (unnamed,) = declared().unnamed_answers

    assert (unnamed.checks, unnamed.source) == (("integrity",), "def twice(X):\n    return X + X\n")


def test_shared_mistakes_bring_an_example_for_this_exercise() -> None:
    mistake = declared()
    mistake.share(cut_graph("gradient"), changed_in_place("untouched"))
    detached = by_id(mistake)["detached"]

    assert detached.is_shared
    assert "def twice(X):\n    return right(X.detach())\n" in detached.ways[0].source
    assert mistake.unnamed_answers[-1].checks == ("untouched",)


def test_facts_given_twice_name_the_file_and_the_line() -> None:
    mistake = declared()

    with pytest.raises(CourseError, match=r"test_mistake\.py, line \d+: the mistake 'half' gives about or section"):

        @mistake("half", about="factor")
        def twice(X):
            return X


def test_sharing_without_a_right_function_is_an_authors_error() -> None:
    with pytest.raises(CourseError, match="right="):
        Mistakes("twice").share(cut_graph("gradient"))


def test_the_source_of_a_function_over_several_decorators_begins_at_def() -> None:
    assert source_of(right_twice).startswith("def right_twice(X")
