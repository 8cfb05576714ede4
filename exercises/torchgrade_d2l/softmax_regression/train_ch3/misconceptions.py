"""The mistakes that learners make in ``train_ch3``: wrong ways to train, replayed on the short scenario."""

from __future__ import annotations

from torchgrade.checking.diagnosis import Misconception, Symptom, both
from torchgrade_d2l.softmax_regression.train_ch3 import arguments, symptoms
from torchgrade_d2l.softmax_regression.train_ch3.replay import SIZES, Way
from torchgrade_d2l.softmax_regression.train_ch3.symptoms import (
    ended_as,
    has_no,
    made_updates,
    raises,
    says,
    still,
    trained,
    unless,
)

_CUSTOM = ("train_ch3.custom",)
_OPTIMIZER = ("train_ch3.optimizer",)
_BOTH = (*_CUSTOM, *_OPTIMIZER)
_MODES = ("train_ch3.modes",)
_DATA = ("train_ch3.data",)


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str, section: str = "") -> Misconception:
    return Misconception(
        id=f"train_ch3.mistake.{name}", symptom=symptom, checks=checks, about=f"train_ch3.about.{about}",
        section=section,
    )  # fmt: skip


_WAYS = (Way(reduction="sum"), Way(clear="never"), Way(clear="epoch"), Way(divisor=SIZES[0]), Way(steps=False))
_NONE = made_updates(0)
_COPIED = says(r"\b(\w+) *= *(?:copy\.)?(?:deep)?copy\(\s*\w+\s*\)[\s\S]{0,4000}?\b\1\(")
_BETWEEN = r"(?:(?!\b(?:else|elif|def)\b)[\s\S]){0,400}?"
_CLEARED = says(rf"\.backward\({_BETWEEN}\.zero_(?:grad)?\({_BETWEEN}\.step\(")
_RATE = says(r"\[\s*[\"']lr[\"']\s*\]\s*(?:[-+*/]=|=[^=\n]*[*/])|\blr_scheduler\b")
_DRAWN = says(r"\binit\.\w+_\(|\breset_parameters\(|\.apply\(\s*\w*init")
_STILL_AFTER_STEPS = both(unless(_NONE), still)
_UNEXPLAINED = both(made_updates(symptoms.ALL), lambda tried: not any(ended_as(tried, way) for way in _WAYS))

MISCONCEPTIONS = [
    _entry("mean_for_custom", both(symptoms.right_sizes, trained(Way(reduction="mean"))), _CUSTOM, "reduction"),
    _entry("sum_for_optimizer", trained(Way(reduction="sum")), _OPTIMIZER, "reduction"),
    _entry("divisor", trained(Way(divisor=SIZES[0])), _OPTIMIZER, "reduction"),
    _entry("backward_on_vector", raises(r"grad can be implicitly created only for scalar"), (), "reduction"),
    _entry("constant_size", symptoms.first_size_for_all, _CUSTOM, "size"),
    _entry("size", symptoms.other_sizes, _CUSTOM, "size"),
    _entry("size", symptoms.another_size, _DATA, "size"),
    _entry("updater_arguments", raises(r"\bupdater\(\) (?:missing|takes)"), _CUSTOM, "size"),
    _entry("no_zero_grad", trained(Way(clear="never")), _OPTIMIZER, "updates"),
    _entry("no_zero_grad", trained(Way(clear="epoch")), _OPTIMIZER, "updates"),
    _entry("no_step", both(_NONE, still), _BOTH, "updates"),
    _entry("own_update", both(_NONE, unless(still)), _BOTH, "updates"),
    _entry("copied", both(_COPIED, _STILL_AFTER_STEPS), _OPTIMIZER, "updates"),
    _entry("cleared", both(unless(_COPIED), _CLEARED, _STILL_AFTER_STEPS), _OPTIMIZER, "updates"),
    _entry("no_backward", both(unless(_COPIED), symptoms.never_backward, _STILL_AFTER_STEPS), _OPTIMIZER, "updates"),
    _entry(
        "not_moved",
        both(*map(unless, (_COPIED, _CLEARED, _RATE, symptoms.never_backward)), _STILL_AFTER_STEPS),
        _OPTIMIZER, "updates",
    ),
    _entry("no_backward", raises(r"for /=: 'NoneType'"), _CUSTOM, "updates"),
    _entry("rate", both(_RATE, _UNEXPLAINED), _OPTIMIZER, "updates"),
    _entry("drawn_anew", both(_DRAWN, _UNEXPLAINED), _OPTIMIZER, "updates"),
    _entry("number_of_updates", symptoms.other_number_of_updates, _BOTH, "updates"),
    _entry("stopped", symptoms.stopped, _BOTH, "data"),
    _entry("after_the_loop", symptoms.last_batch_only, _BOTH, "updates"),
    _entry("one_update", both(made_updates(1), trained(Way(stop=1))), _BOTH, "data"),
    _entry("epochs", symptoms.other_epochs, _BOTH, "data"),
    _entry("batches", symptoms.some_batches, _BOTH, "data"),
    _entry("on_test", trained(Way(on="test_")), _BOTH, "data"),
    _entry("on_test", trained(Way(also_on_test="each")), _BOTH, "data"),
    _entry("on_test", trained(Way(also_on_test="last")), _BOTH, "data"),
    _entry("test_backward", trained(Way(test_backward=True)), _CUSTOM, "data"),
    _entry("only_batches", raises(r"'Batches' object"), _BOTH, "data"),
    _entry("not_restored", trained(Way(mode="eval_later")), _MODES, "modes"),
    _entry("not_restored", trained(Way(mode="first_batch_ever")), _MODES, "modes"),
    _entry("between", trained(Way(mode="first_batch")), _MODES, "modes"),
    _entry("eval_mode", trained(Way(mode="eval")), _MODES, "modes"),
    _entry(
        "net_is_a_function",
        has_no(symptoms.is_net, "train", "eval", "parameters", "zero_grad", "training", "to", "state_dict", "apply"),
        _CUSTOM, "arguments",
    ),
    _entry(
        "updater_is_a_function", has_no(symptoms.is_updater, "zero_grad", "step", "param_groups"), _CUSTOM,
        "arguments",
    ),
    _entry("optimizer_called", raises(r"'SGD' object is not callable"), _OPTIMIZER, "arguments"),
    _entry("loss_order", raises(r"target tensor expected", r"\(\s*(?:y|Y|labels?|targets?)\s*,"), _CUSTOM, "arguments"),
    _entry("loss_order", raises(r"softmax\w* not implemented for 'Long'|softmax.* 'Long'"), _OPTIMIZER, "arguments"),
    _entry("net_arguments", raises(r"\b(?:net|forward)\(\) (?:takes|got|missing)"), _BOTH, "arguments"),
    _entry("other_net", symptoms.other_net, _BOTH, "arguments"),
    _entry("first_edition", arguments.first_edition, _BOTH, "arguments"),
    _entry("order", arguments.other_order, _BOTH, "arguments"),
    _entry("parameters", arguments.parameters, _BOTH, "arguments"),
]  # fmt: skip
