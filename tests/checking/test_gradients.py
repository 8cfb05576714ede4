"""A gradient is right where it belongs to the values and to the closed form, and everything else is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from tests.checking.little_course import Script, ScriptedWorkers
from tests.checking.test_proxies import student_of
from tests.words import shown
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.gradients import assert_gradient
from torchgrade.protocol.messages import Load, Raised, Reply, Returned, Scalar, Vjp, WorkerRequest
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Packer

Function = Callable[[torch.Tensor], Any]
Pull = Callable[[torch.Tensor, torch.Tensor], torch.Tensor | None]


def oracle(X: torch.Tensor) -> torch.Tensor:
    return X.softmax(1)


def autograd(function: Function) -> Pull:
    def pull(X: torch.Tensor, cotangent: torch.Tensor) -> torch.Tensor | None:
        X = X.clone().requires_grad_()
        value = function(X)
        if not isinstance(value, torch.Tensor) or not value.requires_grad or value.shape != cotangent.shape:
            return None
        value.backward(cotangent.to(value.dtype))
        return X.grad

    return pull


def honest(function: Function, pull: Pull | None = None) -> Script:
    """Return a worker whose function is this one and whose gradients are pulled in that way."""

    def script(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        unpacker, packer = Unpacker(body, views=True), Packer()
        assert not isinstance(request, Load)
        X = unpacker.value(request.arguments[0])  # type: ignore[union-attr] # only calls and vjps come
        value = packer.node(function(X))
        if not isinstance(request, Vjp):
            return Returned(number=request.number, value=value, after=[Scalar(None)]), packer.buffers
        cotangent = unpacker.value(request.cotangent)
        gradient = (pull or autograd(function))(X, cotangent)
        node: Any = None if gradient is None else packer.tensor(gradient)
        return Returned(number=request.number, value=value, gradients=[node]), packer.buffers

    return script


def raising(function: Function) -> Script:
    """Return a worker that tells what its function raises."""
    script = honest(function)

    def told(request: WorkerRequest, body: bytes, load: Load) -> tuple[Reply, list[bytes]]:
        try:
            return script(request, body, load)
        except RuntimeError as error:
            assert not isinstance(request, Load)
            return Raised(number=request.number, type="RuntimeError", message=str(error), places=[]), []

    return told


def examine(script: Script, dtype: torch.dtype = torch.float64) -> ScriptedWorkers:
    tensors = Tensors(5)
    with student_of(script, None) as (student, workers):
        assert_gradient(student, tensors, (tensors.normal(3, 4, dtype=dtype),), oracle)
    return workers


def failure(script: Script, dtype: torch.dtype = torch.float64) -> CheckFailedError:
    with pytest.raises(CheckFailedError) as caught:
        examine(script, dtype)
    return caught.value


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_the_gradient_of_a_right_function_is_right(dtype: torch.dtype) -> None:
    examine(honest(lambda X: X.exp() / X.exp().sum(1, keepdim=True)), dtype)


def raises_in_float64(X: torch.Tensor) -> torch.Tensor:
    return X @ torch.eye(4)


@pytest.mark.parametrize(
    "right_in_float32",
    [
        lambda X: X.float().softmax(1),
        lambda X: X.float().softmax(1).double(),
        lambda X: raises_in_float64(X).softmax(1),
    ],
    ids=["returns float32", "rounds", "raises"],
)
def test_what_is_right_in_float32_alone_has_a_right_gradient(right_in_float32: Function) -> None:
    """Its precision is the matter of another check."""
    examine(raising(right_in_float32))


def test_a_wrong_gradient_is_found_in_float32_too() -> None:
    def cut(X: torch.Tensor) -> torch.Tensor:
        return raises_in_float64(X).exp() / X.exp().sum(1, keepdim=True).detach()

    assert shown(failure(raising(cut)).values["what"]) == "gradient"
    assert failure(raising(lambda X: raises_in_float64(X).softmax(1).detach())).message_id == "gradient.none"


def test_what_raises_in_float32_too_is_told_by_what_it_raises() -> None:
    assert failure(raising(lambda X: X @ torch.eye(3))).message_id == "raised.outside"


def test_the_cotangent_is_no_constant() -> None:
    """The gradient of the sum of a softmax is zero whatever the function does."""
    request = next(r for r in examine(honest(oracle)).requests if isinstance(r, Vjp))
    assert not isinstance(request.cotangent, Scalar)

    assert failure(honest(oracle, lambda X, cotangent: torch.zeros_like(X))).message_id == "gradient.differences"


def test_the_gradient_of_another_function_does_not_belong_to_the_values() -> None:
    wrong = autograd(lambda X: X.sigmoid())

    assert failure(honest(oracle, wrong)).message_id == "gradient.differences"


def test_values_and_gradient_that_are_wrong_alike_differ_from_the_closed_form() -> None:
    failed = failure(honest(lambda X: X.softmax(0)))

    assert (failed.message_id, shown(failed.values["what"])) == ("value.differs", "gradient")


def test_a_gradient_that_is_cut_is_named() -> None:
    assert failure(honest(lambda X: oracle(X).detach())).message_id == "gradient.none"


def test_a_result_of_another_shape_is_named_as_that() -> None:
    failed = failure(honest(lambda X: X.sum()))

    assert (failed.message_id, shown(failed.values["what"])) == ("shape.elements", "result")


def test_a_result_that_is_no_tensor_is_named() -> None:
    assert failure(honest(lambda X: None)).message_id == "value.none"


def test_a_gradient_that_is_nan_is_named() -> None:
    assert failure(honest(oracle, lambda X, c: X * torch.nan)).message_id == "gradient.differences"
    assert failure(honest(oracle, lambda X, c: X * torch.nan), torch.float32).message_id == "value.nan"


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_gradient_of_another_shape_is_named(dtype: torch.dtype) -> None:
    """No honest worker sends it; it is a failure all the same and no error of ours."""
    failed = failure(honest(oracle, lambda X, c: X[0]), dtype)

    assert (failed.message_id, shown(failed.values["what"])) == ("shape.elements", "gradient")


def test_a_gradient_of_complex_numbers_is_named() -> None:
    assert failure(honest(oracle, lambda X, c: X.to(torch.complex64))).message_id == "value.complex"


def test_a_function_that_returns_another_shape_each_time_is_named() -> None:
    calls = []

    def moody(X: torch.Tensor) -> torch.Tensor:
        calls.append(1)
        return oracle(X) if len(calls) < 3 else oracle(X)[:2]

    failed = failure(honest(moody, autograd(oracle)))

    assert failed.message_id == "shape.elements"


def test_a_function_that_answers_in_another_dtype_each_time_has_failed() -> None:
    """Values of truth cannot be subtracted; that is no error of ours."""
    asked = iter(range(100))

    def function(X: torch.Tensor) -> torch.Tensor:
        return X.softmax(1) if next(asked) == 0 else X > 0

    with pytest.raises(CheckFailedError, match=r"gradient\.differences"):
        examine(honest(function, autograd(lambda X: X.softmax(1))))
