"""Right answers to ``init_weights`` in other forms than the reference."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import init


def exact_type(m):
    print(type(m))
    if type(m) is nn.Linear:
        nn.init.normal_(m.weight, mean=0, std=0.01)


def through_data(layer):
    if isinstance(layer, nn.Linear):
        layer.weight.data.normal_(0, 0.01)
        layer.bias.data.fill_(0)


def new_parameter(m):
    if isinstance(m, torch.nn.Linear):
        m.weight = nn.Parameter(torch.normal(0.0, 0.01, size=(m.out_features, m.in_features)))


def copied(m):
    if not isinstance(m, nn.Linear):
        return
    with torch.no_grad():
        m.weight.copy_(0.01 * torch.randn(m.weight.shape))


def by_name_of_the_class(m, std=0.01):
    if m.__class__.__name__ == "Linear":
        init.normal_(m.weight, 0, std)
    return m


def all_inside(net):
    for module in net.modules():
        if isinstance(module, nn.Linear):
            module.weight.data = torch.randn_like(module.weight) * 0.01


def by_parameters(m):
    if isinstance(m, nn.Linear):
        for name, parameter in m.named_parameters():
            if "weight" in name:
                init.normal_(parameter, std=1e-2)
            else:
                init.constant_(parameter, 0.0)


def in_place_without_graph(m):
    if isinstance(m, (nn.Linear,)):
        with torch.no_grad():
            m.weight.normal_(mean=0, std=0.01)
