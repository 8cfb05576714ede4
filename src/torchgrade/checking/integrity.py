"""Written, not called: a policy for honest students (ruling 5; contracts 0.9)."""

from __future__ import annotations

from collections.abc import Iterable

from torchgrade.checking.failures import CheckFailedError
from torchgrade.courses.policies import Policy
from torchgrade.model.showable import show
from torchgrade.protocol.messages import Record

_EVASIONS = frozenset({
    "DisableTorchFunction", "DisableTorchFunctionSubclass", "_disable_current_modes", "compile", "script",
    "trace", "Thread", "Process", "fork", "exec", "eval", "__import__", "import_module", "_C", "ops",
})  # fmt: skip


_SHOWN = 100


def assert_written(policy: Policy, references: Iterable[str], records: Iterable[Record | None]) -> None:
    """Fail if the text or the record mentions a function that the exercise asks the student to write.

    :param references: dotted names that the student's own text mentions.
    :param records: what the worker saw while the function ran. A record that was switched off or is empty fails as
        well.
    """
    for reference in sorted(references):
        last = reference.rpartition(".")[2]
        dotted = "." in reference
        is_named = not policy.functions.isdisjoint((reference, last)) and (dotted or last != policy.own)
        if is_named or reference in policy.constructors:
            raise CheckFailedError("integrity.text", name=show(reference.lstrip("."), limit=_SHOWN))
        if last in _EVASIONS and (dotted or last in {"exec", "eval", "__import__"}) and reference != "re.compile":
            raise CheckFailedError("integrity.evasion", name=show(reference.lstrip("."), limit=_SHOWN))
    # A record contains only functions of torch, often without their module.
    forbidden = {name.rpartition(".")[2] for name in policy.functions}
    for record in records:
        if record is None:
            continue
        if record.disabled or not (record.functions or record.operators):
            raise CheckFailedError("integrity.record")
        for name in record.functions:
            if name.rpartition(".")[2] in forbidden:
                raise CheckFailedError("integrity.called", name=show(name, limit=_SHOWN))
        for name in record.operators:
            if name in policy.operators:
                raise CheckFailedError("integrity.called", name=f"aten.{name}")
        for name in record.constructed:
            raise CheckFailedError("integrity.called", name=show(name, limit=_SHOWN))
