"""Mistakes that students make in ``softmax_cross_entropy_grad``, as they write them."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from torchgrade.checking.diagnosis import same_numbers
from torchgrade.checking.mistake import Mistakes
from torchgrade.checking.shared_mistakes import argument_order, changed_in_place, fixed_float32
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression.label_symptoms import past_the_end, too_narrow
from torchgrade_d2l.softmax_regression.labelled_logits import SQUARE, SQUARE_LABELS
from torchgrade_d2l.softmax_regression.softmax.oracle import LIMITS
from torchgrade_d2l.softmax_regression.softmax_cross_entropy_grad import oracle

mistake = Mistakes("softmax_cross_entropy_grad", right=oracle.softmax_cross_entropy_grad)
right = mistake.right
FORM = ("values", "shape")
NEAR = (1e-4, 1e-5)
SHIFT = ("large", "values")
AT_LIMITS = (LIMITS, torch.arange(len(LIMITS)) % LIMITS.shape[1])
AT_SQUARE = (SQUARE, SQUARE_LABELS)


def lowered(logits):
    return logits - logits.amax(1, keepdim=True)


def shares(values):
    return values / values.sum(1, keepdim=True)


def probabilities(logits):
    return shares(lowered(logits).exp())


def target(logits, y):
    return F.one_hot(y, logits.shape[1])


# The gradient of another loss, or another form.


@mistake("mean", explains=["values"], about="form")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, y) / len(y)


@mistake("sign", explains=["values"], about="form")
def softmax_cross_entropy_grad(logits, y):
    return -right(logits, y)


def has_loss_beside(tried: Tried) -> bool:
    """Return whether the gradient is one part of a tuple."""
    value = tried.answer.value if tried.answer is not None else None
    want = right(*tried.arguments)
    return isinstance(value, tuple) and any(
        isinstance(part, torch.Tensor) and part.shape == want.shape and same_numbers(part, want, NEAR) for part in value
    )


@mistake("loss_beside", explains=FORM, about="form", shows=has_loss_beside)
def softmax_cross_entropy_grad(logits, y):
    return -probabilities(logits)[range(len(y)), y].log().mean(), right(logits, y)


@mistake("summed", explains=FORM, about="form")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, y).sum(0)


@mistake("summed")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, y).mean(0)


@mistake("loss", explains=FORM, about="form")
def softmax_cross_entropy_grad(logits, y):
    return torch.logsumexp(logits, 1) - logits[range(len(y)), y]


@mistake("loss")
def softmax_cross_entropy_grad(logits, y):
    return (torch.logsumexp(logits, 1) - logits[range(len(y)), y]).mean()


@mistake("with_respect_to_probabilities", explains=["values"], about="form")
def softmax_cross_entropy_grad(logits, y):
    return -target(logits, y) / probabilities(logits)


@mistake("derivative_of_softmax", explains=["values"], about="form")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    return p * (1 - p)


@mistake("derivative_of_softmax")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    return p * (1 - p) - target(logits, y)


@mistake("derivative_of_softmax")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    return p * (target(logits, y) - p)


@mistake("derivative_of_softmax", explains=FORM)
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    return torch.diag_embed(p) - p.unsqueeze(2) * p.unsqueeze(1)


@mistake("squared_error", explains=["values"], about="form")
def softmax_cross_entropy_grad(logits, y):
    return 2 * right(logits, y)


@mistake("squared_error")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    return right(logits, y) * p * (1 - p)


@mistake("transposed", explains=FORM, about="form")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, y).T


@mistake("flattened", explains=["shape"], about="form")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, y).reshape(-1)


# The wrong elements lose 1.


@mistake("softmax_only", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits)


@mistake("class_number", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits) - y.reshape(-1, 1)


@mistake("class_number")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    p[range(len(y)), y] -= y
    return p


@mistake("class_number", probe=AT_SQUARE)
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits) - y


@mistake("too_many", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    p[:, y] -= 1
    return p


@mistake("too_many")
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits) - 1


def of_rows(logits, y):
    p = probabilities(logits)
    p[y] -= 1
    return p


@mistake("too_many", shows=past_the_end(of_rows))
def softmax_cross_entropy_grad(logits, y):
    return of_rows(logits, y)


@mistake("narrow_one_hot", explains=["shape"], about="label", shows=too_narrow)
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits) - F.one_hot(y)


@mistake("narrow_one_hot", shows=too_narrow)
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits) - torch.eye(int(y.max()) + 1)[y]


def of_exchanged_indices(logits, y):
    p = probabilities(logits)
    p[y, range(len(y))] -= 1
    return p


@mistake("exchanged_indices", explains=["values"], about="label", shows=past_the_end(of_exchanged_indices))
def softmax_cross_entropy_grad(logits, y):
    return of_exchanged_indices(logits, y)


@mistake("first_row_only", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    for i in range(len(y)):
        p[i, y[i]] -= 1
        return p


@mistake("added", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits) + target(logits, y)


@mistake("assigned", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    p[range(len(y)), y] = -1
    return p


@mistake("one_minus", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    p = probabilities(logits)
    p[range(len(y)), y] = 1 - p[range(len(y)), y]
    return p


@mistake("label_only", explains=["values", "shape"], about="label")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, y) * target(logits, y)


@mistake("label_only")
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits)[range(len(y)), y] - 1


@mistake("moved", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, (y - 1) % logits.shape[1])


@mistake("predicted", explains=["values"], about="label")
def softmax_cross_entropy_grad(logits, y):
    return right(logits, logits.argmax(1))


# The probabilities are wrong.


@mistake("no_softmax", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return logits - target(logits, y)


@mistake("no_sum", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return logits.exp() - target(logits, y)


@mistake("log_softmax", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return logits - torch.logsumexp(logits, 1, keepdim=True) - target(logits, y)


@mistake("softmax_twice", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return right(probabilities(logits), y)


@mistake("softmax_of_difference", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return probabilities(logits - target(logits, y))


@mistake("sigmoid", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return torch.sigmoid(logits) - target(logits, y)


@mistake("dim_0", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return logits.exp() / logits.exp().sum(0) - target(logits, y)


@mistake("no_keepdim", explains=["values"], about="softmax", probe=AT_SQUARE)
def softmax_cross_entropy_grad(logits, y):
    return logits.exp() / logits.exp().sum(1) - target(logits, y)


@mistake("no_keepdim", probe=AT_SQUARE)
def softmax_cross_entropy_grad(logits, y):
    return lowered(logits).exp() / lowered(logits).exp().sum(1) - target(logits, y)


@mistake("whole_tensor", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return logits.exp() / logits.exp().sum() - target(logits, y)


@mistake("first_argument", explains=["values"], about="softmax")
def softmax_cross_entropy_grad(logits, y):
    return logits


# A step overflows at large logits.


@mistake("overflow", explains=SHIFT, about="shift", section="7.1", probe=AT_LIMITS)
def softmax_cross_entropy_grad(logits, y):
    return shares(logits.exp()) - target(logits, y)


@mistake("global_maximum", explains=SHIFT, about="shift", section="7.1", probe=AT_LIMITS)
def softmax_cross_entropy_grad(logits, y):
    return shares((logits - logits.max()).exp()) - target(logits, y)


@mistake("mean_subtracted", explains=SHIFT, about="shift", section="7.1", probe=AT_LIMITS)
def softmax_cross_entropy_grad(logits, y):
    return shares((logits - logits.mean(1, keepdim=True)).exp()) - target(logits, y)


@mistake("guard_in_sum", explains=["precision"], about="shift")
def softmax_cross_entropy_grad(logits, y):
    exp = lowered(logits).exp()
    return exp / (exp.sum(1, keepdim=True) + 1e-6) - target(logits, y)


@mistake("guard_in_sum")
def softmax_cross_entropy_grad(logits, y):
    exp = lowered(logits).exp()
    return exp / (exp.sum(1, keepdim=True) + 1e-7) - target(logits, y)


@mistake("clamped", explains=["large"], about="shift", section="7.1")
def softmax_cross_entropy_grad(logits, y):
    return right(logits.clamp(-50, 50), y)


@mistake("nan_hidden", explains=["large"], about="shift", section="7.1")
def softmax_cross_entropy_grad(logits, y):
    return shares(logits.exp()).nan_to_num() - target(logits, y)


mistake.share(
    argument_order("values", about="form"),
    fixed_float32("precision"),
    changed_in_place("untouched"),
)


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("untouched")
def softmax_cross_entropy_grad(logits, y):
    logits -= logits.amax(1, keepdim=True)
    return right(logits, y)


@mistake.unnamed("integrity")
def softmax_cross_entropy_grad(logits, y):
    o = logits.clone().requires_grad_()
    (torch.logsumexp(o, 1) - o[range(len(y)), y]).sum().backward()
    return o.grad


@mistake.unnamed("integrity")
def softmax_cross_entropy_grad(logits, y):
    return torch.softmax(logits, 1) - target(logits, y)


@mistake.unnamed("other_sizes")
def softmax_cross_entropy_grad(logits, y):
    return torch.cat([right(logits[:256], y[:256]), logits[256:]])
