"""Mistakes that students make in ``build_softmax_regression``, as they write them."""

from __future__ import annotations

from functools import partial

import torch
from torch import nn

from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l import normal_weights
from torchgrade_d2l.softmax_regression.build_softmax_regression import symptoms
from torchgrade_d2l.softmax_regression.build_softmax_regression.symptoms import of, raises, sized

mistake = Mistakes("build_softmax_regression")
right = mistake.right
logits = partial(mistake, explains=["logits"], about="layers")
parameters = partial(mistake, explains=["parameters"], about="layers")
init = partial(mistake, explains=["init"], about="init")
form = partial(mistake, explains=["logits", "init"], about="form")


def with_normal(*layers):
    net = nn.Sequential(*layers)
    for layer in net:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=0.01)
    return net


# What is returned.


@form("function", shows=symptoms.kind("function"))
def build_softmax_regression():
    W = torch.normal(0, 0.01, (784, 10), requires_grad=True)
    b = torch.zeros(10, requires_grad=True)
    return lambda X: X.reshape(-1, 784) @ W + b


@form("not_created", shows=symptoms.kind("class"))
def build_softmax_regression():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(784, 10)

        def forward(self, X):
            return self.linear(X.reshape(-1, 784))

    return Net


@form("list_of_layers", shows=symptoms.kind("layers"))
def build_softmax_regression():
    return [nn.Flatten(), nn.Linear(784, 10)]


@form("no_super", shows=raises(r"before Module\.__init__\(\) call"))
def build_softmax_regression():
    class Net(nn.Module):
        def __init__(self):
            self.linear = nn.Linear(784, 10)

        def forward(self, X):
            return self.linear(X.reshape(-1, 784))

    return Net()


@form("no_layer", shows=raises(r"^(?!.*\bnn\.modules\.).*is not a Module subclass"))
def build_softmax_regression():
    return nn.Sequential(torch.flatten, nn.Linear(784, 10))


@form("class_of_layer", shows=raises(r"\bnn\.modules\.[\w.]+ is not a Module subclass"))
def build_softmax_regression():
    return nn.Sequential(nn.Flatten, nn.Linear(784, 10))


@form("weight_of_flatten", shows=raises("Flatten' object has no attribute 'weight'"))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net[0].weight.data.normal_(0, 0.01)
    return net


@mistake("no_forward", explains=["logits"], about="form", shows=raises('missing the required "forward" function'))
def build_softmax_regression():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = with_normal(nn.Linear(784, 10))[0]

        def foward(self, X):
            return self.linear(X.reshape(-1, 784))

    return Net()


@mistake("several", explains=["alone"], about="form", shows=symptoms.several)
def build_softmax_regression():
    net = right()
    return net, nn.CrossEntropyLoss(reduction="none"), torch.optim.SGD(net.parameters(), lr=0.1)


net = with_normal(nn.Flatten(), nn.Linear(784, 10))


@mistake("kept", explains=["alone"], about="form", shows=symptoms.kept)
def build_softmax_regression():
    return net


# The layers.


@logits("probabilities", shows=symptoms.probabilities)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1))


@logits("log_probabilities", shows=symptoms.log_probabilities)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 10), nn.LogSoftmax(dim=1))


@logits("no_flatten", shows=raises(r"cannot be multiplied \(140x28 and 784x\d+\)"))
def build_softmax_regression():
    return with_normal(nn.Linear(784, 10))


@mistake("no_flatten", shows=symptoms.rows_of_pixels)
def build_softmax_regression():
    return with_normal(nn.Linear(28, 10), nn.Flatten())


@logits("one_row", shows=raises(r"cannot be multiplied \(1x3920 and 784x\d+\)"))
def build_softmax_regression():
    return with_normal(nn.Flatten(0), nn.Linear(784, 10))


@logits("other_inputs", shows=raises(r"cannot be multiplied \(5x784 and (?!784x|10x784)\d+x\d+\)"))
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(28, 10))


@logits("activation", shows=symptoms.activation)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 10), nn.ReLU())


@mistake("activation", shows=symptoms.activation)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 10), nn.Sigmoid())


@logits("softmax_of_columns", shows=symptoms.columns_of_probabilities)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=0))


@logits("scaled", shows=symptoms.scaled)
def build_softmax_regression():
    class Scaled(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = with_normal(nn.Linear(784, 10))[0]

        def forward(self, X):
            return self.linear(X.reshape(-1, 784) / 255)

    return Scaled()


@logits("dropout", shows=symptoms.dropout)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Dropout(0.2), nn.Linear(784, 10))


@logits("classes", shows=symptoms.classes)
def build_softmax_regression():
    class Predicted(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = with_normal(nn.Linear(784, 10))[0]

        def forward(self, X):
            return self.linear(X.reshape(-1, 784)).argmax(1)

    return Predicted()


@logits("other_classes", shows=symptoms.other_classes)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 1))


@logits("exchanged_sizes", shows=raises(r"cannot be multiplied \(5x784 and 10x784\)"))
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(10, 784))


@logits("no_bias_added", shows=symptoms.no_bias_added)
def build_softmax_regression():
    class Product(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = with_normal(nn.Linear(784, 10))[0]

        def forward(self, X):
            return X.reshape(-1, 784) @ self.linear.weight.T

    return Product()


@parameters("more_layers", shows=symptoms.more_layers)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))


@mistake("unregistered", explains=["parameters", "init", "alone"], about="layers", shows=symptoms.no_parameters)
def build_softmax_regression():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W = torch.normal(0, 0.01, (784, 10), requires_grad=True)
            self.b = torch.zeros(10, requires_grad=True)

        def forward(self, X):
            return X.reshape(-1, 784) @ self.W + self.b

    return Net()


@parameters("no_bias", shows=symptoms.no_bias)
def build_softmax_regression():
    return with_normal(nn.Flatten(), nn.Linear(784, 10, bias=False))


# The initial parameters.


@init("default", shows=of(normal_weights.is_default))
def build_softmax_regression():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


@mistake(
    "called", explains=["logits", "init"], about="init", shows=raises(r"init_weights\(\) missing 1 required positional")
)
def build_softmax_regression():
    def init_weights(m):
        if type(m) is nn.Linear:
            m.weight.data = 0.01 * torch.randn(10, 784)

    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net.apply(init_weights())
    return net


@init("lazy", shows=symptoms.lazy)
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.LazyLinear(10))
    net[1].weight.data.normal_(0, 0.01)
    return net


@mistake("lazy", explains=["logits", "init"], shows=symptoms.lazy)
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.LazyLinear(10))
    nn.init.normal_(net[1].weight, std=0.01)
    return net


@init("other_initialiser", shows=of(normal_weights.is_of_other_initialiser))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.xavier_uniform_(net[1].weight)
    return net


@init("as_mean", shows=of(normal_weights.is_as_mean))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.normal_(net[1].weight, 0.01)
    return net


@init("variance", shows=of(normal_weights.is_variance))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.normal_(net[1].weight, 0, 0.01**2)
    return net


@init("deviation", shows=sized(normal_weights.is_of_other_size))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net[1].weight.data.normal_(0, 0.1)
    return net


@init("uniform", shows=of(normal_weights.is_uniform))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.uniform_(net[1].weight, -0.01, 0.01)
    return net


@init("cut_off", shows=of(normal_weights.is_cut_off))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.trunc_normal_(net[1].weight, std=0.01, a=-0.02, b=0.02)
    return net


@init("constant", shows=of(normal_weights.is_constant))
def build_softmax_regression():
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.zeros_(net[1].weight)
    return net


@init("bias", shows=symptoms.bias)
def build_softmax_regression():
    net = right()
    nn.init.normal_(net[1].bias)
    return net


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("parameters")
def build_softmax_regression():
    net = right()
    net[1].weight.requires_grad_(False)
    return net


@mistake.unnamed("other_sizes")
def build_softmax_regression():
    return with_normal(nn.Unflatten(0, (5, 1)), nn.Flatten(0, 1), nn.Flatten(), nn.Linear(784, 10))
