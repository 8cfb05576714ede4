"""Written, not called: every named function and every way around the record fails, ordinary code does not."""

from __future__ import annotations

import pytest

from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.integrity import _EVASIONS, assert_written
from torchgrade.courses.policies import Policy
from torchgrade.protocol.messages import Record

POLICY = Policy(
    functions=frozenset({"softmax", "log_softmax", "Softmax"}),
    operators=frozenset({"_softmax"}),
    constructors=("torch.utils.data.DataLoader",),
    own="softmax",
)
SEEN = Record(functions=["torch.exp"], operators=["exp"])


def failure(references: set[str], *records: Record | None) -> CheckFailedError:
    with pytest.raises(CheckFailedError) as caught:
        assert_written(POLICY, references, records or [SEEN])
    return caught.value


@pytest.mark.parametrize(
    "references",
    [
        set(),
        {"softmax"},
        {"torch.logsumexp", ".logsumexp", "torch.nn.functional.one_hot"},
        {"re.compile"},
        {"compile", "trace", "fork", "script"},
        {".exp", ".sum", "torch.exp", "executive", "evaluate", "my_softmax"},
    ],
    ids=lambda names: " ".join(sorted(names)),
)
def test_ordinary_code_and_calling_oneself_is_fine(references: set[str]) -> None:
    assert_written(POLICY, references, [SEEN, None])


@pytest.mark.parametrize(
    "reference",
    ["torch.softmax", ".softmax", "F.log_softmax", "log_softmax", "nn.Softmax", "torch.nn.functional.softmax",
     "torch.utils.data.DataLoader"],
)  # fmt: skip
def test_a_named_function_in_the_text_fails(reference: str) -> None:
    failed = failure({reference, "torch.exp"})

    assert (failed.message_id, failed.values) == ("integrity.text", {"name": reference.lstrip(".")})


@pytest.mark.parametrize("name", sorted(_EVASIONS))
def test_every_way_around_the_record_fails(name: str) -> None:
    assert failure({f"torch.{name}"}).message_id == "integrity.evasion"


@pytest.mark.parametrize("name", ["exec", "eval", "__import__"])
def test_running_text_fails_without_a_module_too(name: str) -> None:
    failed = failure({name})

    assert (failed.message_id, failed.values) == ("integrity.evasion", {"name": name})


@pytest.mark.parametrize("name", ["torch.nn.functional.softmax", "Tensor.log_softmax", "softmax"])
def test_a_named_function_in_the_record_fails(name: str) -> None:
    failed = failure(set(), Record(functions=["torch.exp", name]))

    assert (failed.message_id, failed.values) == ("integrity.called", {"name": name})


def test_a_name_with_dots_is_a_whole_name_in_the_text_and_its_last_part_in_the_record() -> None:
    policy = Policy(functions=frozenset({"torch.autograd.grad"}), own="f")
    assert_written(policy, {".grad", "grad", "layer.grad"}, [Record(functions=["torch.Tensor.grad.__get__"])])

    with pytest.raises(CheckFailedError, match="integrity.text"):
        assert_written(policy, {"torch.autograd.grad"}, [SEEN])
    with pytest.raises(CheckFailedError, match="integrity.called"):
        assert_written(policy, set(), [Record(functions=["grad"])])


def test_a_named_operator_in_the_record_fails() -> None:
    failed = failure(set(), Record(operators=["exp", "_softmax"]))

    assert (failed.message_id, failed.values) == ("integrity.called", {"name": "aten._softmax"})


def test_a_constructor_in_the_record_fails() -> None:
    assert failure(set(), Record(functions=["f"], constructed=["a.B"])).values == {"name": "a.B"}


def test_a_record_that_was_switched_off_or_saw_nothing_fails() -> None:
    assert failure(set(), Record(functions=["torch.exp"], disabled=True)).message_id == "integrity.record"
    assert failure(set(), Record()).message_id == "integrity.record"
    assert failure(set(), SEEN, Record()).message_id == "integrity.record"


def test_names_that_a_worker_claims_are_shown_safely() -> None:
    claimed = failure(set(), Record(functions=["\x1b[31m" + "x" * 5000 + ".softmax"]))
    built = failure(set(), Record(functions=["f"], constructed=["\u202ea.B"]))

    assert str(claimed.values["name"]).startswith("\\x1b[31mxxx")
    assert len(str(claimed.values["name"])) < 200
    assert built.values == {"name": "\\u202ea.B"}


def test_the_offence_named_first_does_not_depend_on_the_order_of_a_set() -> None:
    assert failure({"torch.softmax", ".softmax", "a.softmax"}).values == {"name": "softmax"}
