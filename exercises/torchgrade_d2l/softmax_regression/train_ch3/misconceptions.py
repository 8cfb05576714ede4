"""The mistakes that learners make in ``train_ch3``: wrong ways to train, replayed on the short scenario."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.softmax_regression.train_ch3.replay import EPOCHS, SIZES, Way, replay

_CUSTOM = ("train_ch3.custom",)
_OPTIMIZER = ("train_ch3.optimizer",)
_BOTH = (*_CUSTOM, *_OPTIMIZER)
_MODES = ("train_ch3.modes",)


def _parameters(tried: Tried) -> list[torch.Tensor]:
    assert tried.answer is not None
    parameters = tried.answer.value["parameters"]
    # A tensor in its place would come apart into all of its rows.
    assert isinstance(parameters, list)
    return parameters


def _trained(way: Way, **values: Value) -> Symptom:
    """Return the symptom of having trained in that way."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        made = replay(tried.inputs, way)
        close = all(torch.allclose(a, b, rtol=1e-7, atol=1e-9) for a, b in zip(_parameters(tried), made, strict=True))
        return values if close and values else close

    return same


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...]) -> Misconception:
    return Misconception(id=f"train_ch3.mistake.{name}", symptom=symptom, checks=checks)


_N = len(SIZES)
MISCONCEPTIONS = [
    _entry("mean_for_custom", _trained(Way(reduction="mean")), _CUSTOM),
    _entry("sum_for_optimizer", _trained(Way(reduction="sum")), _OPTIMIZER),
    _entry("no_zero_grad", _trained(Way(clear="never")), _OPTIMIZER),
    _entry("not_moved", _trained(Way(steps=False)), _OPTIMIZER),
    _entry("no_step", _trained(Way(steps=False)), _CUSTOM),
    _entry("constant_size", _trained(Way(size=SIZES[0])), _CUSTOM),
    _entry("size_one", _trained(Way(size=1)), _CUSTOM),
    _entry("epochs", _trained(Way(epochs=1), k=1, n=EPOCHS), _BOTH),
    _entry("epochs", _trained(Way(epochs=EPOCHS - 1), k=EPOCHS - 1, n=EPOCHS), _BOTH),
    _entry("epochs", _trained(Way(epochs=EPOCHS + 1), k=EPOCHS + 1, n=EPOCHS), _BOTH),
    _entry("batches", _trained(Way(batches=1), k=1, n=_N), _BOTH),
    _entry("batches", _trained(Way(batches=_N - 1), k=_N - 1, n=_N), _BOTH),
    _entry("on_test", _trained(Way(on="test_")), _BOTH),
    _entry("not_restored", _trained(Way(mode="eval_later")), _MODES),
    _entry("eval_mode", _trained(Way(mode="eval")), _MODES),
]
