"""Mistakes that students make in ``softmax_regression``, as they write them."""

from __future__ import annotations

import torch

from torchgrade.checking.diagnosis import failed_as, raised, twin
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order, changed_in_place, cut_graph, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.softmax_regression import oracle

mistake = Mistakes("softmax_regression", right=oracle.softmax_regression)
right = mistake.right
VALUES = ("images", "sizes", "shape")


def softmax_of_rows(O):
    e = torch.exp(O)
    return e / e.sum(1, keepdim=True)


def logits_of(X, W, b):
    return X.reshape(-1, W.shape[0]) @ W + b


# The images are not rows of pixels.


@mistake("no_reshape", explains=VALUES, about="pixels")
def softmax_regression(X, W, b):
    return softmax_of_rows(torch.matmul(X, W) + b)


@mistake("no_reshape")
def softmax_regression(X, W, b):
    return softmax_of_rows(torch.mm(X, W) + b)


@mistake("no_reshape")
def softmax_regression(X, W, b):
    return softmax_of_rows(torch.flatten(X, 2) @ W + b)


@mistake("one_row", explains=VALUES, about="pixels")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.reshape(1, -1) @ W + b)


@mistake("one_row")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.flatten() @ W + b)


@mistake("fixed_784", explains=["sizes"], about="pixels")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.reshape((-1, 784)) @ W + b)


@mistake("fixed_784")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.view(-1, 28 * 28) @ W + b)


@mistake("mixed_pixels", explains=VALUES, about="pixels")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.reshape(W.shape[0], -1).T @ W + b)


@mistake("scaled", explains=VALUES, about="pixels")
def softmax_regression(X, W, b):
    return right(X / 255, W, b)


# The logits are not X W + b.


@mistake("no_bias", explains=VALUES, about="logits")
def softmax_regression(X, W, b):
    return right(X, W, 0 * b)


@mistake("bias_after", explains=VALUES, about="logits")
def softmax_regression(X, W, b):
    return right(X, W, 0 * b) + b


@mistake("bias_subtracted", explains=VALUES, about="logits")
def softmax_regression(X, W, b):
    return right(X, W, -b)


@mistake("weights_transposed", explains=VALUES, about="logits")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.reshape(len(X), -1) @ W.T + b)


@mistake("weights_reshaped", explains=VALUES, about="logits")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.reshape(len(X), -1) @ W.reshape(W.shape[1], -1).T + b)


@mistake("bias_multiplied", explains=VALUES, about="logits")
def softmax_regression(X, W, b):
    return softmax_of_rows(X.reshape(len(X), -1) @ W * b)


# The logits do not become probabilities of each row.


@mistake("logits", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return logits_of(X, W, b)


@mistake("dim_0", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    e = torch.exp(logits_of(X, W, b))
    return e / e.sum(0, keepdim=True)


@mistake("no_keepdim", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    e = torch.exp(logits_of(X, W, b))
    return e / e.sum(1)


@mistake("whole_batch", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    e = torch.exp(logits_of(X, W, b))
    return e / e.sum()


@mistake("exp_only", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return torch.exp(logits_of(X, W, b))


@mistake("no_exp", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    O = logits_of(X, W, b)
    return O / O.sum(1, keepdim=True)


@mistake("sigmoid", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return torch.sigmoid(logits_of(X, W, b))


@mistake("negative", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return softmax_of_rows(-logits_of(X, W, b))


@mistake("mean", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return right(X, W, b) * W.shape[1]


@mistake("maximum", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    e = torch.exp(logits_of(X, W, b))
    return e / e.amax(1, keepdim=True)


@mistake("base", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    e = 2 ** logits_of(X, W, b)
    return e / e.sum(1, keepdim=True)


@mistake("softmax_twice", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return softmax_of_rows(right(X, W, b))


@mistake("logarithms", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return torch.log(right(X, W, b))


@mistake("classes", explains=VALUES, about="probabilities")
def softmax_regression(X, W, b):
    return right(X, W, b).argmax(1)


@mistake("classes")
def softmax_regression(X, W, b):
    return right(X, W, b).max(1).values


# The form of the function or of its result.


def reads_parameters_from_outside(tried: Tried) -> bool:
    """Return whether the function takes the images alone, so that the call with three arguments fails."""
    refused = tried.answer is None and (tried.failure is None or failed_as("call.parameters")(tried))
    return refused and len(tried.written.parameters) == 1


@mistake("net_of_chapter", explains=VALUES, about="form", shows=reads_parameters_from_outside)
def softmax_regression(X):
    return right(X, torch.ones(784, 10), torch.zeros(10))


@mistake("four_dimensions", explains=VALUES, about="pixels", shows=raised("to unpack (expected 4, got 2)"))
def softmax_regression(X, W, b):
    n, c, h, w = X.shape
    return softmax_of_rows(X.reshape(n, c * h * w) @ W + b)


@mistake("bias_in_place", explains=VALUES, about="logits", shows=raised("doesn't match the broadcast shape"))
def softmax_regression(X, W, b):
    b += X.reshape(-1, W.shape[0]) @ W
    return softmax_of_rows(b)


@mistake("first_argument", explains=VALUES, about="form")
def softmax_regression(X, W, b):
    return X


@mistake("first_argument")
def softmax_regression(X, W, b):
    return X.reshape(-1, W.shape[0])


@mistake("transposed", explains=VALUES, about="form")
def softmax_regression(X, W, b):
    return right(X, W, b).T


@mistake("further_dimension", explains=["shape"], about="form")
def softmax_regression(X, W, b):
    return right(X, W, b).unsqueeze(1)


def loses_a_dimension(tried: Tried) -> bool:
    """Return whether the result has one dimension and the numbers of the right result."""
    value = None if tried.answer is None else tried.answer.value
    fewer = isinstance(value, torch.Tensor) and value.ndim < 2
    return fewer and twin(lambda X, W, b: right(X, W, b).squeeze())(tried)


@mistake("squeezed", explains=["shape"], about="form", shows=loses_a_dimension)
def softmax_regression(X, W, b):
    return right(X, W, b).squeeze()


@mistake("flattened", explains=["shape"], about="form")
def softmax_regression(X, W, b):
    return right(X, W, b).reshape(-1)


# A part of the formula is cut from the graph.


@mistake("detached_part", explains=["gradient"], about="gradient", compares="gradient")
def softmax_regression(X, W, b):
    e = torch.exp(logits_of(X, W, b))
    return e / e.sum(1, keepdim=True).detach()


mistake.share(
    argument_order("images", about="form"),
    cut_graph("gradient"),
    fixed_float32("shape"),
    changed_in_place("untouched"),
)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("untouched")
def softmax_regression(X, W, b):
    with torch.no_grad():
        b += 1
    return right(X, W, b - 1)


@mistake.unnamed("untouched")
def softmax_regression(X, W, b):
    with torch.no_grad():
        W.mul_(2)
    return right(X, W / 2, b)


@mistake.unnamed("integrity")
def softmax_regression(X, W, b):
    return torch.softmax(logits_of(X, W, b), dim=1)


@mistake.unnamed("integrity")
def softmax_regression(X, W, b):
    return softmax_of_rows(torch.nn.functional.linear(X.flatten(1), W.T, b))


@mistake.unnamed("shape")
def softmax_regression(X, W, b):
    return right(X, W, b).double()


@mistake.unnamed("other_sizes")
def softmax_regression(X, W, b):
    return right(X, W, b) if W.shape[1] <= 10 else softmax_of_rows(right(X, W, b))
