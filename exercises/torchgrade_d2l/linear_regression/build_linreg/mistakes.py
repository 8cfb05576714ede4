"""Mistakes that students make in ``build_linreg``, as they write them; each shows in numbers or in an exception."""

from __future__ import annotations

from functools import cache, partial

import torch
from torch import nn

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l import normal_weights
from torchgrade_d2l.linear_regression.build_linreg import symptoms
from torchgrade_d2l.linear_regression.build_linreg.symptoms import of, raises, sized, times

mistake = Mistakes("build_linreg")
right = mistake.right
net = partial(mistake, explains=["net", "init", "step"], about="net")
init = partial(mistake, explains=["init"], about="init")
whole = partial(mistake, explains=["net", "init", "loss", "step"])
loss = partial(mistake, explains=["loss"], about="loss")
step = partial(mistake, explains=["step"], about="trainer")


def linear(d):
    layer = nn.Linear(d, 1)
    layer.weight.data.normal_(0, 0.01)
    layer.bias.data.fill_(0)
    return nn.Sequential(layer)


# What is returned.


@mistake("exchanged", explains=["loss", "step", "net", "init"], about="form", shows=symptoms.exchanged)
def build_linreg(num_features, lr):
    net, loss, trainer = right(num_features, lr)
    return net, trainer, loss


@mistake("net_alone", explains=["net", "init", "loss", "step"], about="form", shows=symptoms.net_alone)
def build_linreg(num_features, lr):
    return linear(num_features)


@net("function_as_net", shows=symptoms.function_as_net)
def build_linreg(num_features, lr):
    w = torch.normal(0, 0.01, (num_features, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    return lambda X: X @ w + b, nn.MSELoss(), torch.optim.SGD([w, b], lr=lr)


@loss("class_of_loss", shows=symptoms.class_of_loss)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss, torch.optim.SGD(net.parameters(), lr=lr)


@step("step_by_hand", shows=symptoms.step_by_hand)
def build_linreg(num_features, lr):
    net = linear(num_features)

    def trainer():
        with torch.no_grad():
            for param in net.parameters():
                param -= lr * param.grad
                param.grad.zero_()

    return net, nn.MSELoss(), trainer


@mistake("class_of_part", explains=["step"], about="form", shows=symptoms.class_of_part)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD


# The net.


@net("no_parameters", shows=symptoms.no_parameters)
def build_linreg(num_features, lr):
    w = torch.normal(0, 0.01, (num_features, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    net = nn.Identity()
    net.forward = lambda X: X @ w + b
    return net, nn.MSELoss(), torch.optim.SGD([w, b], lr=lr)


@mistake("flat_output", explains=["net"], about="net", shows=symptoms.flat_output)
def build_linreg(num_features, lr):
    net = nn.Sequential(linear(num_features), nn.Flatten(0))
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@whole("no_super", about="net", shows=raises("before Module.__init__() call"))
def build_linreg(num_features, lr):
    net = nn.Linear.__new__(nn.Linear)
    net.linear = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@whole("not_indexed", about="init", shows=raises("'Sequential' object has no attribute 'weight'"))
def build_linreg(num_features, lr):
    net = linear(num_features)
    net.weight.data.normal_(0, 0.01)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@whole("indexed", about="init", shows=raises("'Linear' object is not subscriptable"))
def build_linreg(num_features, lr):
    net = nn.Linear(num_features, 1)
    net[0].weight.data.normal_(0, 0.01)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@whole("assigned", about="init", shows=raises("(torch.nn.Parameter or None expected)"))
def build_linreg(num_features, lr):
    net = nn.Linear(num_features, 1)
    net.weight = torch.normal(0, 0.01, (1, num_features))
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@whole("leaf_in_place", about="init", shows=raises("a leaf Variable that requires grad"))
def build_linreg(num_features, lr):
    net = nn.Linear(num_features, 1)
    net.weight.normal_(0, 0.01)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@whole("optimizer_arguments", about="trainer", shows=raises("of 'generator' and 'float'", "SGD.__init__() got an"))
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), learning_rate=lr)


@net("exchanged_sizes", shows=symptoms.exchanged_sizes)
def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(1, num_features))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@net("no_bias", shows=symptoms.no_bias)
def build_linreg(num_features, lr):
    net = nn.Linear(num_features, 1, bias=False)
    nn.init.normal_(net.weight, std=0.01)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@net("more_layers", shows=symptoms.more_layers)
def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 10), nn.ReLU(), nn.Linear(10, 1))
    for layer in (net[0], net[2]):
        nn.init.normal_(layer.weight, std=0.01)
        nn.init.zeros_(layer.bias)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@net("fixed_size", shows=symptoms.fixed_size)
def build_linreg(num_features, lr):
    net = linear(2)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@mistake("activation", explains=["net"], about="net", shows=symptoms.activation)
def build_linreg(num_features, lr):
    net = nn.Sequential(linear(num_features), nn.ReLU())
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@mistake("activation", shows=symptoms.activation)
def build_linreg(num_features, lr):
    net = nn.Sequential(linear(num_features), nn.Sigmoid())
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@init("lazy", shows=symptoms.lazy)
def build_linreg(num_features, lr):
    net = nn.Sequential(nn.LazyLinear(1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@mistake("lazy", explains=["net", "init", "loss", "step"], shows=symptoms.lazy)
def build_linreg(num_features, lr):
    net = nn.LazyLinear(1)
    nn.init.normal_(net.weight, std=0.01)
    nn.init.zeros_(net.bias)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


# The initial parameters.


def with_weight(layer, lr):
    layer.bias.data.fill_(0)
    return layer, nn.MSELoss(), torch.optim.SGD(layer.parameters(), lr=lr)


@init("bias", shows=symptoms.bias)
def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    net[0].weight.data.normal_(0, 0.01)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@init("default", shows=of(normal_weights.is_default))
def build_linreg(num_features, lr):
    net = nn.Sequential(nn.Linear(num_features, 1))
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@init("other_initialiser", shows=of(normal_weights.is_of_other_initialiser))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    nn.init.xavier_uniform_(layer.weight)
    return with_weight(layer, lr)


@init("as_mean", shows=of(normal_weights.is_as_mean))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    nn.init.normal_(layer.weight, 0.01)
    return with_weight(layer, lr)


@init("variance", shows=of(normal_weights.is_variance))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    nn.init.normal_(layer.weight, 0, 0.01**2)
    return with_weight(layer, lr)


@init("deviation", shows=sized(normal_weights.is_of_other_size))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    layer.weight.data.normal_(0, 0.1)
    return with_weight(layer, lr)


@init("uniform", shows=of(normal_weights.is_uniform))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    nn.init.uniform_(layer.weight, -0.01, 0.01)
    return with_weight(layer, lr)


@init("cut_off", shows=of(normal_weights.is_cut_off))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    nn.init.trunc_normal_(layer.weight, std=0.01, a=-0.02, b=0.02)
    return with_weight(layer, lr)


@init("constant", shows=of(normal_weights.is_constant))
def build_linreg(num_features, lr):
    layer = nn.Linear(num_features, 1)
    nn.init.zeros_(layer.weight)
    return with_weight(layer, lr)


# The loss.


@loss("half", shows=times(0.5))
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, lambda y_hat, y: ((y_hat - y) ** 2 / 2).mean(), trainer


@loss("summed", shows=symptoms.summed)
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, nn.MSELoss(reduction="sum"), trainer


@loss("one_each", shows=symptoms.one_each)
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, nn.MSELoss(reduction="none"), trainer


@mistake("one_each", shows=symptoms.one_each)
def build_linreg(num_features, lr):
    def squared_loss(y_hat, y):
        return (y - y_hat).square() / 2

    net, _, trainer = right(num_features, lr)
    return net, squared_loss, trainer


@loss("absolute", shows=symptoms.absolute)
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, nn.L1Loss(), trainer


@loss("root", shows=symptoms.root)
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, lambda y_hat, y: torch.sqrt(((y_hat - y) ** 2).mean()), trainer


@loss("other_loss", shows=symptoms.other_loss)
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, nn.SmoothL1Loss(), trainer


@loss("plain_number", shows=symptoms.plain_number)
def build_linreg(num_features, lr):
    net, _, trainer = right(num_features, lr)
    return net, lambda y_hat, y: nn.functional.mse_loss(y_hat, y).item(), trainer


# The trainer.


@step("rate", shows=symptoms.rate)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.03)


@mistake("rate", shows=symptoms.rate)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters())


@step("momentum", shows=symptoms.momentum)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)


@step("decay", shows=symptoms.decay)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr, weight_decay=1e-3)


@step("adaptive", shows=symptoms.adaptive)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.Adam(net.parameters(), lr=lr)


@step("still", shows=symptoms.still)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(linear(num_features).parameters(), lr=lr)


@step("some_still", shows=symptoms.some_still)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD([net[0].weight], lr=lr)


@step("frozen", shows=symptoms.frozen)
def build_linreg(num_features, lr):
    net = linear(num_features)
    net[0].bias.requires_grad_(False)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


@step(
    "not_called",
    shows=raises("params argument given to the optimizer should be an iterable", "'method' object is not iterable"),
)
def build_linreg(num_features, lr):
    net = linear(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters, lr=lr)


# Two calls.


@cache
def one_net(d):
    return linear(d)


@mistake("kept", explains=["fresh"], about="net", shows=symptoms.kept)
def build_linreg(num_features, lr):
    net = one_net(num_features)
    return net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=lr)


# A wrong answer that the sentence of the check explains.


@mistake.unnamed("other_sizes")
def build_linreg(num_features, lr):
    return right(num_features, 0.5 if lr > 0.1 else lr)
