"""Whatever a scenario reports of a net is a verdict on the student, never an error of the grader."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.protocol.messages import Opaque, Scalar
from torchgrade_d2l.softmax_regression.build_softmax_regression import checks
from torchgrade_d2l.softmax_regression.build_softmax_regression.mistakes import mistake
from torchgrade_d2l.softmax_regression.build_softmax_regression.nets import right_logits

FORM = {"several": False, "kind": "module"}


class Reporting:
    """Stands for a student whose scenario reports what a function of its inputs returns."""

    def __init__(self, report: Any) -> None:
        self.report = report
        self.tried: Tried | None = None

    def run(self, text: str, describe: str, **inputs: Any) -> dict[str, Any]:
        value = self.report(inputs)
        answer = Answer(value=value, node=Scalar(None))
        self.tried = Tried("run", describe, (), (), answer=answer, inputs=inputs, written=Written(text=""))
        return dict(value)


def right_report(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return what an honest scenario reports."""
    parameters = [0.01 * torch.randn(10, 784, generator=torch.Generator().manual_seed(2)), torch.zeros(10)]
    match inputs["look_at"]:
        case "init":
            return {**FORM, "parameters": parameters, "lazy": False}
        case "shapes":
            return {**FORM, "shapes": [[10, 784], [10]], "reached": [True, True]}
        case "logits":
            return {**FORM, "shapes": [[10, 784], [10]], "logits": right_logits(inputs).float()}
        case _:
            return {**FORM, "before": parameters, "after": parameters}


LOOKS = {"logits": "logits", "parameters": "shapes", "init": "init", "alone": "two"}
ANYTHING = [
    None, 3, "text", Opaque("Net"), [], [[]], {}, [None], [3], torch.zeros(()), torch.zeros(5, 10), torch.full((5, 10), 1j),
    torch.full((5, 10), float("nan")), [torch.zeros(1, 2)], [torch.zeros(10, 784)], [[1, -2], [2**40]], [[True]],
    [torch.zeros(10, 784, dtype=torch.int64)], [torch.full((10, 784), float("nan")), torch.zeros(10)], float("nan"),
    [torch.zeros(3)] * 60, [torch.zeros(10, 784), torch.full((10,), 1e30)], torch.softmax(torch.ones(5, 10), 1),
]  # fmt: skip


@pytest.mark.parametrize("check", LOOKS)
def test_an_honest_report_passes_and_shows_no_mistake(check: str) -> None:
    student = Reporting(right_report)

    getattr(checks, f"test_{check}")(student, Tensors(4))

    assert student.tried is not None
    explaining = [one for one in mistake.misconceptions() if f"build_softmax_regression.{check}" in one.checks]
    # Without an alarm a wrong bias is the only reason that is left, so its symptom is not asked.
    names = {one.id.rpartition(".")[2] for one in explaining if _shows(one, student.tried)}
    assert names <= {"bias"}


def _shows(misconception: Any, tried: Tried) -> bool:
    try:
        return bool(misconception.symptom(tried))
    except Exception:  # noqa: BLE001 - a diagnosis takes any exception of a symptom for "no"
        return False


@pytest.mark.parametrize("check", LOOKS)
@pytest.mark.parametrize("place", range(len(ANYTHING)))
def test_any_value_in_a_report_is_a_verdict(check: str, place: int) -> None:
    for name in right_report({"look_at": LOOKS[check], **_NUMBERS}):
        student = Reporting(lambda inputs, name=name: {**right_report(inputs), name: ANYTHING[place]})
        try:
            getattr(checks, f"test_{check}")(student, Tensors(4))
        except CheckFailedError:
            continue
        # A net with other parameters has right logits, because another check judges these; `lazy` only names a mistake.
        assert (name, check) in {("shapes", "logits"), ("lazy", "init"), ("several", "logits"), *_SEVERAL}


_SEVERAL = {("several", check) for check in ("parameters", "init")}
_NUMBERS = {"X": torch.zeros(5, 1, 28, 28), "W": torch.zeros(10, 784), "b": torch.zeros(10)}


@pytest.mark.parametrize(
    ("outputs", "fails"),
    [
        (torch.softmax(torch.arange(50.0).reshape(5, 10), 1), True),
        (torch.relu(torch.arange(50.0).reshape(5, 10) - 20), True),
        (torch.full((5, 10), float("inf")), True),
        (torch.arange(50.0).reshape(5, 10) - 20, False),
        (torch.arange(50.0).reshape(5, 10) + 1, False),
    ],
)
def test_outputs_of_a_net_with_other_parameters_fail_if_they_are_no_logits(outputs: torch.Tensor, fails: bool) -> None:
    assert checks.is_not_logits(outputs) == fails
