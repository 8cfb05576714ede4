"""Whatever a scenario reports of net, loss and trainer is a verdict on the student, never an error of the grader."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.tried import Answer, Tried, Written
from torchgrade.protocol.messages import Opaque, Scalar
from torchgrade_d2l.linear_regression.build_linreg import checks
from torchgrade_d2l.linear_regression.build_linreg.mistakes import mistake
from torchgrade_d2l.linear_regression.build_linreg.parts import inputs_of, right_loss, right_outputs

KINDS = {"several": True, "kinds": ["module", "loss", "optimizer"]}


class Reporting:
    """Stands for a student whose scenario reports what a function of its inputs returns."""

    def __init__(self, report: Any) -> None:
        self.report = report
        self.tried: Tried | None = None

    def run(self, text: str, describe: str, **inputs: Any) -> dict[str, Any]:
        value = self.report(inputs)
        answer = Answer(value=value, node=Scalar(None))
        self.tried = Tried("run", describe, (), (), answer=answer, inputs=inputs, written=Written(text="lr"))
        return dict(value)


def right_report(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return what an honest scenario reports."""
    w, b, d, lr = inputs["w"], inputs["b"], inputs["num_features"], inputs["lr"]
    match inputs["look_at"]:
        case "net":
            return {**KINDS, "shapes": [[1, d], [1]], "outputs": right_outputs(inputs).float()}
        case "init":
            weight = 0.01 * torch.randn(1, d, generator=torch.Generator().manual_seed(5))
            return {**KINDS, "parameters": [weight, torch.zeros(1)], "lazy": False}
        case "loss":
            return {**KINDS, "value": right_loss(inputs).float(), "flows": True}
        case "step":
            states, gradients = [[w[None], b]], []
            for k in (1.0, 2.0):
                gradients.append([k * torch.arange(1.0, d + 1)[None], torch.full((1,), -k)])
                states.append([p - lr * g for p, g in zip(states[-1], gradients[-1], strict=True)])
            return {**KINDS, "parameters": states, "gradients": gradients}
        case _:
            return {**KINDS, "before": [w[None], b], "after": [w[None], b]}


CHECKS = ("net", "init", "loss", "step", "fresh")


@pytest.mark.parametrize("check", CHECKS)
def test_an_honest_report_passes_and_shows_no_mistake(check: str) -> None:
    student = Reporting(right_report)

    getattr(checks, f"test_{check}")(student, Tensors(4))

    assert student.tried is not None
    explaining = [one for one in mistake.misconceptions() if f"build_linreg.{check}" in one.checks]
    assert [one.id for one in explaining if _shows(one, student.tried)] == []


def _shows(misconception: Any, tried: Tried) -> bool:
    try:
        return bool(misconception.symptom(tried))
    except Exception:  # noqa: BLE001 - a diagnosis takes any exception of a symptom for "no"
        return False


ANYTHING = [
    None, 3, "text", Opaque("Net"), [], [[]], {}, [None], [3], torch.zeros(()), torch.zeros(2, 3), torch.full((1,), 1j),
    [torch.zeros(1, 2)], [torch.zeros(1, 2), torch.zeros(1)], [[torch.zeros(1, 2)]] * 3, [[None, None]] * 2,
    [[1, -2], [2**40]], [[True]], [torch.zeros(1, dtype=torch.int64)] * 2, [torch.full((1, 10_000), float("nan"))] * 2,
    ["module"] * 60, float("nan"), ["module", "loss", "optimizer"],
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("place", range(len(ANYTHING)))
def test_any_value_in_a_report_fails_the_check(check: str, place: int) -> None:
    names = {name for look_at in ("net", "init", "loss", "step", "two") for name in right_report(_inputs(look_at))}
    for name in names - {"lazy"}:
        student = Reporting(lambda inputs, name=name: _replaced(right_report(inputs), name, ANYTHING[place]))
        if name not in right_report(_inputs("two" if check == "fresh" else check)) or _is_right(name, place):
            continue
        with pytest.raises(CheckFailedError):
            getattr(checks, f"test_{check}")(student, Tensors(4))


def _inputs(look_at: str) -> dict[str, Any]:
    return inputs_of(Tensors(4), look_at, 2, 0.03)


def _is_right(name: str, place: int) -> bool:
    return name == "kinds" and place == len(ANYTHING) - 1


def _replaced(report: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    return {**report, name: value} if name in report else report


@pytest.mark.parametrize("parameters", [[], [[torch.zeros(1, 2), torch.zeros(1)]]])
def test_a_report_without_steps_fails(parameters: list[Any]) -> None:
    student = Reporting(lambda inputs: {**KINDS, "parameters": parameters, "gradients": []})

    with pytest.raises(CheckFailedError):
        checks.test_step(student, Tensors(4))


def test_steps_without_a_gradient_fail() -> None:
    still = [torch.zeros(1, 2), torch.zeros(1)]
    student = Reporting(lambda inputs: {**KINDS, "parameters": [still] * 3, "gradients": [still] * 2})

    with pytest.raises(CheckFailedError) as failed:
        checks.test_step(student, Tensors(4))

    assert failed.value.message_id == "build_linreg.frozen"
