"""Mistakes that students make in ``init_weights``, as they write them; each shows in weights or in an exception."""

from __future__ import annotations

from functools import partial

import torch
from torch import nn

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l import normal_weights
from torchgrade_d2l.softmax_regression.init_weights import symptoms
from torchgrade_d2l.softmax_regression.init_weights.symptoms import of, raises, sized

mistake = Mistakes("init_weights")
right = mistake.right
normal = partial(mistake, explains=["normal"], about="draws")
change = partial(mistake, explains=["normal"], about="change")

# Other draws.


@normal("other_initialiser", shows=of(normal_weights.is_of_other_initialiser))
def init_weights(m):
    if isinstance(m, nn.Linear | nn.Conv2d):
        nn.init.xavier_uniform_(m.weight)


@mistake("other_initialiser", shows=of(normal_weights.is_of_other_initialiser))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.kaiming_normal_(m.weight)


@normal("as_mean", shows=of(normal_weights.is_as_mean))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0.01)


@mistake("as_mean", shows=of(normal_weights.is_as_mean))
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data.normal_(0.01)


@normal("variance", shows=of(normal_weights.is_variance))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01**2)


@normal("deviation", shows=sized(normal_weights.is_of_other_size))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.1)


@mistake("deviation", shows=sized(normal_weights.is_of_other_size))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight)


@normal("shifted", shows=of(normal_weights.is_shifted))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0.01, 0.01)


@normal("uniform", shows=of(normal_weights.is_uniform))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -0.01, 0.01)


@mistake("uniform", shows=of(normal_weights.is_uniform))
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data = 0.01 * torch.rand(m.weight.shape)


@normal("cut_off", shows=symptoms.cut_off)
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.trunc_normal_(m.weight, std=0.01, a=-0.02, b=0.02)


@mistake("cut_off", shows=symptoms.cut_off)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data.normal_(0, 0.01).clamp_(-0.017, 0.017)


@normal("constant", shows=of(normal_weights.is_constant))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)


@mistake("constant", shows=of(normal_weights.is_constant))
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 0.01)


@normal("from_old", shows=symptoms.from_old)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data *= 0.01


@mistake("from_old", shows=symptoms.from_old)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data += torch.normal(0, 0.01, m.weight.shape)


# Weights that do not change.


@change("assigned", shows=symptoms.assigned)
def init_weights(m):
    if isinstance(m, nn.Linear):
        w = m.weight
        w = torch.normal(0, 0.01, w.shape)


@change("compared", shows=symptoms.compared)
def init_weights(m):
    if m == nn.Linear:
        nn.init.normal_(m.weight, std=0.01)


@change("no_change", shows=symptoms.no_change)
def init_weights(m):
    if m.__class__.__name__ == "nn.Linear":
        nn.init.normal_(m.weight, std=0.01)


@mistake("no_change", shows=symptoms.no_change)
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight.clone(), std=0.01)


@mistake("no_change", shows=symptoms.no_change)
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.bias, std=0.01)


@change("nested_unchanged", shows=symptoms.one_unchanged)
def init_weights(m):
    if isinstance(m, nn.Linear) and m.out_features > 50:
        nn.init.normal_(m.weight, std=0.01)


@mistake("nested_unchanged", shows=symptoms.one_unchanged)
def init_weights(m):
    if isinstance(m, nn.Linear) and m.out_features == 10:
        nn.init.normal_(m.weight, std=0.01)


# Modules of other classes.


@mistake("no_test", explains=["normal"], about="modules", shows=raises("object has no attribute 'weight'"))
def init_weights(m):
    nn.init.normal_(m.weight, std=0.01)


@mistake(
    "whole_net",
    explains=["normal"],
    about="modules",
    shows=raises(
        "object is not (?:iterable|subscriptable)|Linear' object has no attribute 'children_",
        r"\bm\b|\bnet\b|\bin\b|\[",
    ),
)
def init_weights(m):
    for layer in m:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=0.01)


@mistake(
    "other_attribute", explains=["normal"], about="parameter",
    shows=raises(r"Linear' object has no attribute '(?!children_)\w+'"),
)  # fmt: skip
def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weights, std=0.01)


@mistake("changed_others", explains=["others"], about="modules", shows=symptoms.changed_others)
def init_weights(m):
    if hasattr(m, "weight"):
        nn.init.normal_(m.weight, std=0.01)


@mistake("changed_others", shows=symptoms.changed_others)
def init_weights(m):
    if type(m) in (nn.Linear, nn.Conv2d):
        nn.init.normal_(m.weight, std=0.01)


# The parameter.


@mistake(
    "plain_tensor",
    explains=["normal"],
    about="parameter",
    shows=raises(r"cannot assign '[\w.]+' (?:object to parameter|as parameter) 'weight'"),
)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight = torch.normal(0, 0.01, m.weight.shape)


@mistake(
    "leaf", explains=["normal"], about="parameter", shows=raises("a (?:view of a )?leaf Variable that requires grad")
)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.normal_(0, 0.01)


@mistake("frozen", explains=["parameter"], about="parameter", shows=symptoms.frozen)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight = nn.Parameter(torch.normal(0, 0.01, m.weight.shape), requires_grad=False)


@mistake("turned", explains=["parameter"], about="parameter", shows=symptoms.turned)
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data = torch.normal(0, 0.01, (m.in_features, m.out_features))


@mistake("seeded", explains=["fresh"], about="draws", shows=symptoms.seeded)
def init_weights(m):
    torch.manual_seed(0)
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("normal")
def init_weights(m):
    if isinstance(m, nn.Linear):
        m.weight.data.normal_(0, 0.01).abs_()


@mistake.unnamed("other_sizes")
def init_weights(m):
    if isinstance(m, nn.Linear) and m.in_features <= 1000:
        nn.init.normal_(m.weight, std=0.01)
