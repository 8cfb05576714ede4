"""Mistakes that students make in ``squared_loss``, as they write them."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from torchgrade.checking.diagnosis import also_on, both, raised, twin
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import cut_graph, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.linear_regression.squared_loss import oracle, texts
from torchgrade_d2l.linear_regression.symptoms import changed, is_list

mistake = Mistakes("squared_loss", right=oracle.squared_loss)
right = mistake.right
FORM = ("shape", "pairs")
FLAT = torch.tensor([1.0, -2.0, 0.5]), torch.tensor([[0.3], [1.2], [-0.7]])
"""Flat predictions beside a column of labels, because the checks stop at a column beside flat labels."""


def halves(error):
    return error**2 / 2


# The shapes of predictions and labels do not agree.


def broadcasting(y_hat, y):
    return (y_hat - y) ** 2 / 2


broadcast = both(twin(broadcasting), also_on(broadcasting, *FLAT))


@mistake("own_shape", explains=FORM, about="form", shows=both(texts.reshapes_to_itself, broadcast))
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y.shape)) ** 2 / 2


@mistake("reshape_unused", explains=FORM, about="form", shows=both(texts.drops_reshape, broadcast))
def squared_loss(y_hat, y):
    y.reshape(y_hat.shape)
    return (y_hat - y) ** 2 / 2


def broadcasts(tried: Tried) -> bool:
    """Return whether predictions and labels broadcast, and the text has no reshape without effect."""
    useless = texts.reshapes_to_itself(tried) or texts.drops_reshape(tried)
    return not useless and bool(broadcast(tried))


@mistake("no_reshape", explains=FORM, about="form", shows=broadcasts)
def squared_loss(y_hat, y):
    return broadcasting(y_hat, y)


@mistake("follows_labels", explains=FORM, about="form", probe=FLAT)
def squared_loss(y_hat, y):
    return halves(y_hat.reshape(y.shape) - y)


@mistake("always_column", explains=FORM, about="form", probe=FLAT)
def squared_loss(y_hat, y):
    return halves(y_hat - y.reshape(-1, 1))


@mistake("always_column", probe=FLAT)
def squared_loss(y_hat, y):
    return halves(y_hat.reshape(-1, 1) - y.reshape(-1, 1))


@mistake("always_column", probe=FLAT)
def squared_loss(y_hat, y):
    return halves(y_hat.reshape(-1, 1) - y)


@mistake("always_flat", explains=FORM, about="form", probe=FLAT)
def squared_loss(y_hat, y):
    return halves(y_hat.reshape(-1) - y.reshape(-1))


@mistake("always_flat", probe=FLAT)
def squared_loss(y_hat, y):
    return halves(y_hat.squeeze() - y.squeeze())


@mistake("one_flat", explains=["halves"], about="form")
def squared_loss(y_hat, y):
    return halves(y_hat - y.reshape(-1))


@mistake("one_flat")
def squared_loss(y_hat, y):
    return halves(y_hat.reshape(-1) - y)


@mistake("one_flat")
def squared_loss(y_hat, y):
    return halves(y_hat - y.T)


@mistake("extra_dimension", explains=["halves"], about="form")
def squared_loss(y_hat, y):
    return halves(y_hat - y.unsqueeze(1))


@mistake("extra_dimension")
def squared_loss(y_hat, y):
    return halves(y_hat - y.unsqueeze(-1))


# The losses are reduced or divided.


@mistake("mean", explains=["halves"], about="reduction")
def squared_loss(y_hat, y):
    return right(y_hat, y).mean()


@mistake("mean")
def squared_loss(y_hat, y):
    return ((y_hat - y) ** 2).mean()


@mistake("sum", explains=["halves"], about="reduction")
def squared_loss(y_hat, y):
    return right(y_hat, y).sum()


@mistake("sum")
def squared_loss(y_hat, y):
    return ((y_hat - y) ** 2).sum()


@mistake("mean")
def squared_loss(y_hat, y):
    return right(y_hat, y).mean(0)


@mistake("sum")
def squared_loss(y_hat, y):
    return right(y_hat, y).sum(0)


@mistake("matrix_product", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    error = (y_hat - y.reshape(y_hat.shape)).reshape(-1, 1)
    return error.T @ error / 2


@mistake("matrix_product")
def squared_loss(y_hat, y):
    error = (y_hat - y.reshape(y_hat.shape)).reshape(-1, 1)
    return error @ error.T / 2


@mistake("along_rows", explains=FORM, about="reduction", probe=FLAT, beside=["mistake.dimension"])
def squared_loss(y_hat, y):
    return right(y_hat, y).sum(dim=1)


@mistake("along_rows", probe=FLAT)
def squared_loss(y_hat, y):
    return right(y_hat, y).sum(-1)


@mistake("along_rows", probe=FLAT)
def squared_loss(y_hat, y):
    return right(y_hat, y).mean(-1)


@mistake("divided", explains=["halves"], about="reduction")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / len(y_hat)


@mistake("divided")
def squared_loss(y_hat, y):
    return right(y_hat, y) / len(y_hat)


@mistake("root", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) ** 2).mean().sqrt()


@mistake("root")
def squared_loss(y_hat, y):
    return torch.sqrt((y_hat - y.reshape(y_hat.shape)) ** 2 / 2)


@mistake("root")
def squared_loss(y_hat, y):
    return torch.norm(y_hat - y.reshape(y_hat.shape))


@mistake("root")
def squared_loss(y_hat, y):
    return torch.norm(y_hat - y.reshape(y_hat.shape)) / 2


# The square or the half is wrong.


@mistake("no_half", explains=["halves"], about="half")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2


@mistake("no_half")
def squared_loss(y_hat, y):
    return (y_hat - y) ** 2


@mistake("not_squared", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)).abs()


@mistake("not_squared")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)).abs() / 2


@mistake("not_squared")
def squared_loss(y_hat, y):
    return y_hat - y.reshape(y_hat.shape)


@mistake("not_squared")
def squared_loss(y_hat, y):
    return y.reshape(y_hat.shape) - y_hat


@mistake("not_squared")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) / 2


@mistake("not_squared")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) * 2 / 2


@mistake("other_power", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 3 / 2


@mistake("other_power")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** (1 / 2)


@mistake("half_of_label", explains=["halves"], about="half")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape) / 2) ** 2


@mistake("half_inside", explains=["halves"], about="half")
def squared_loss(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) / 2) ** 2


@mistake("floored", explains=["halves"], about="half")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 // 2


@mistake("floored", shows=texts.floors_to_zero)
def squared_loss(y_hat, y):
    return 1 // 2 * (y_hat - y.reshape(y_hat.shape)) ** 2


@mistake("doubled", explains=["halves"], about="half")
def squared_loss(y_hat, y):
    return 2 * (y_hat - y.reshape(y_hat.shape)) ** 2


@mistake("exponential", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return 2 ** (y_hat - y.reshape(y_hat.shape)) / 2


@mistake("exponential")
def squared_loss(y_hat, y):
    return torch.exp(y_hat - y.reshape(y_hat.shape)) / 2


@mistake("whole_labels", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return halves(y_hat - y.long().reshape(y_hat.shape))


@mistake("squares_subtracted", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return (y_hat**2 - y.reshape(y_hat.shape) ** 2) / 2


@mistake("squares_subtracted")
def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape) ** 2) / 2


@mistake("squares_subtracted")
def squared_loss(y_hat, y):
    return y_hat - y.reshape(y_hat.shape) ** 2 / 2


@mistake("added", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return (y_hat + y.reshape(y_hat.shape)) ** 2 / 2


@mistake("negative", explains=["halves"], about="square")
def squared_loss(y_hat, y):
    return -right(y_hat, y)


@mistake("power_sign", explains=["halves"], about="square", shows=raised("bitwise_xor", "for ^: 'Tensor'"))
def squared_loss(y_hat, y):
    return (y_hat - y) ^ 2 / 2


@mistake("power_sign")
def squared_loss(y_hat, y):
    return 0.5 * ((y_hat - y) ^ 2)


@mistake("list", explains=["halves"], about="form", shows=is_list)
def squared_loss(y_hat, y):
    return [(a - b) ** 2 / 2 for a, b in zip(y_hat.reshape(-1), y.reshape(-1))]


@mistake("in_place", explains=["untouched"], about="form", shows=changed)
def squared_loss(y_hat, y):
    with torch.no_grad():
        y += 1
    return right(y_hat, y - 1)


@mistake("in_place")
def squared_loss(y_hat, y):
    y.resize_(y_hat.shape)
    return right(y_hat, y)


mistake.share(cut_graph("gradient"), fixed_float32("shape", about="form"))


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def squared_loss(y_hat, y):
    return F.mse_loss(y_hat, y.reshape(y_hat.shape), reduction="none") / 2


@mistake.unnamed("shape")
def squared_loss(y_hat, y):
    return right(y_hat, y).double()


@mistake.unnamed("pairs")
def squared_loss(y_hat, y):
    return right(y_hat, y if y.shape == y_hat.shape else y.flip(0))


@mistake.unnamed("other_sizes")
def squared_loss(y_hat, y):
    return torch.cat([right(y_hat[:256], y[:256]), y_hat[256:]])
