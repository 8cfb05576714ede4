"""Mistakes that students make in ``sgd``, as they write them."""

from __future__ import annotations

from functools import partial

import torch

from torchgrade.checking.diagnosis import both, right_in_other_order
from torchgrade.checking.mistake import Mistakes
from torchgrade_d2l.linear_regression.sgd import moves, texts
from torchgrade_d2l.linear_regression.sgd.moves import moved
from torchgrade_d2l.linear_regression.sgd.texts import raised

mistake = Mistakes("sgd")
right = mistake.right
step = partial(mistake, explains=["step"])
length = partial(step, section="1")
SUBTRACTS = {".sub", ".add", "torch.sub", "torch.add", "torch.subtract", ".subtract"}


def unlike_outside(symptom):
    return both(texts.inside, moved(symptom))


# The step has another length or another direction.


@length("batch_size_unused", about="length", shows=unlike_outside(moves.is_unused))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad
        p.grad = None


@length("divisor", about="length", shows=unlike_outside(moves.is_divided))
def sgd(params, lr, batch_size):
    right(params, lr, 10)


@step("divisor", shows=moved(moves.is_own_size))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / p.numel()
        p.grad.zero_()


@step("divisor", shows=moved(moves.is_own_size))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / len(p)
        p.grad.zero_()


lr = 0.01


@step("outside", about="length", shows=texts.outside)
def sgd(params, LR, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        p.grad = None


@length("scaled", about="length", shows=unlike_outside(moves.is_scaled))
def sgd(params, lr, batch_size):
    right(params, 0.5 * lr, batch_size)


@length("ascent", about="length", shows=moved(lambda m: m.all_by(-1)))
def sgd(params, lr, batch_size):
    right(params, -lr, batch_size)


@length("decay", about="length", shows=moved(moves.decays))
def sgd(params, lr, batch_size, wd=0.01):
    for p in params:
        p.data -= lr * (p.grad / batch_size + wd * p.data)
        p.grad = None


velocity = {}


@length("memory", about="length", shows=moves.remembers)
def sgd(params, lr, batch_size):
    for i, p in enumerate(params):
        velocity[i] = 0.9 * velocity.get(i, 0) + p.grad / batch_size
        p.data -= lr * velocity[i]
        p.grad = None


@length("even", about="length", shows=moved(moves.is_even))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad.mean()
        p.grad = None


@step("rounded", about="length", shows=moved(moves.is_rounded))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad // batch_size
        p.grad = None


# The step is made on another tensor, or not in place.


@step("no_grad", about="place", shows=raised("leaf Variable that requires grad"))
def sgd(params, lr, batch_size):
    for param in params:
        param -= lr * param.grad / batch_size
        param.grad.zero_()


@step("new_tensor", about="place", shows=texts.lost_gradient)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param = param - lr * param.grad / batch_size
            param.grad.zero_()


@step("new_tensor", shows=lambda tried: moves.is_out_of_place(tried) and not SUBTRACTS & tried.references)
def sgd(params, lr, batch_size):
    for p in params:
        p - lr * p.grad / batch_size
        p.grad.zero_()


@step("not_in_place", about="place", shows=lambda tried: moves.is_out_of_place(tried) and SUBTRACTS & tried.references)
def sgd(params, lr, batch_size):
    for p in params:
        p.sub(lr * p.grad / batch_size)
        p.grad.zero_()


@step("new_items", about="place", shows=moves.only_items_moved)
def sgd(params, lr, batch_size):
    for i in range(len(params)):
        params[i] = (params[i] - lr * params[i].grad / batch_size).detach().requires_grad_()


@step("on_copy", about="place", shows=texts.on_copy)
def sgd(params, lr, batch_size):
    for param in params:
        p = param.detach().clone()
        p -= lr * param.grad / batch_size
        param.grad.zero_()


@step("returned", about="place", shows=moves.returns_steps)
def sgd(params, lr, batch_size):
    return [param - lr * param.grad / batch_size for param in params]


@step("zeroed_first", about="gradient", shows=moved(moves.is_zeroed_first))
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.grad.zero_()
            param -= lr * param.grad / batch_size


@step("parameter_zeroed", about="gradient", shows=moves.became_zero)
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        p.data.zero_()


@step("number_as_gradient", about="gradient", shows=raised("assigned grad expected to be a Tensor"))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        p.grad = 0


# Some parameters are left out, or params is misunderstood.


@step("first_only", about="loop", shows=moved(lambda m: m.moved_only(0)))
def sgd(params, lr, batch_size):
    for p in params:
        right([p], lr, batch_size)
        return params


@step("last_only", about="loop", shows=moved(lambda m: m.moved_only(-1)))
def sgd(params, lr, batch_size):
    for p in params:
        g = p.grad
    p.data -= lr * g / batch_size
    p.grad = None


@step("last_left_out", about="loop", shows=moved(lambda m: m.moved_only(*range(len(m.ratios) - 1))))
def sgd(params, lr, batch_size):
    right(list(params)[:-1], lr, batch_size)


@step("unpacked", about="loop", shows=raised("values to unpack", r"^[^=]*,[^=]*=\s*\w+$"))
def sgd(params, lr, batch_size):
    w, b = params
    right([w, b], lr, batch_size)


@step("of_list", about="loop", shows=texts.of_list)
def sgd(params, lr, batch_size):
    params -= lr * params.grad / batch_size


@step("takes_a_net", about="call", shows=texts.of_net)
def sgd(net, lr, batch_size):
    right(net.parameters(), lr, batch_size)


@step("called", about="call", shows=texts.called)
def sgd(net, X, y):
    ((net(X) - y) ** 2).sum().backward()


@step("gradients", about="call", shows=texts.gradients)
def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        p.data -= lr * g


@step("by_name", about="call", shows=texts.by_name)
def sgd(params, lr, batch_size):
    params["w"].data -= lr * params["w"].grad / batch_size


@step("of_layer", about="loop", shows=texts.of_layer)
def sgd(params, lr, batch_size):
    for layer in params:
        right([layer.weight, layer.bias], lr, batch_size)


@step("pairs", about="loop", shows=texts.pairs)
def sgd(params, lr, batch_size):
    for name, p in params:
        p.data -= lr * p.grad / batch_size


@step("yields", about="loop", shows=texts.yields)
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        yield p


@step("order", about="call", shows=right_in_other_order(moves.are_right))
def sgd(params, batch_size, lr):
    right(params, lr, batch_size)


@step("chapter_11", about="call", shows=raised("'int' object is not subscriptable", r"""\[["']lr["']\]"""))
def sgd(params, states, hyperparams):
    for p in params:
        p.data.sub_(hyperparams["lr"] * p.grad)
        p.grad.data.zero_()


@step("chapter_11", shows=raised("'float' object is not iterable", r"\bzip\(.*\bstates\b"))
def sgd(params, states, hyperparams):
    for p, v in zip(params, states):
        v[:] = hyperparams["momentum"] * v + p.grad
        p.data -= hyperparams["lr"] * v


# The gradient is not cleared.
cleared = partial(mistake, explains=["cleared"])


@cleared("not_cleared", about="gradient", shows=texts.not_cleared)
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size


@cleared("left_to_the_loop", about="gradient", shows=texts.left_to_the_loop)
def sgd(params, lr, batch_size):
    for param in params:
        param.data -= lr * param.grad / batch_size


@cleared("not_called", about="gradient", shows=texts.not_called)
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        p.grad.zero_


@cleared("copy_cleared", about="gradient", shows=texts.copy_cleared)
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
        p.grad.clone().zero_()


@cleared("changed_not_cleared", about="gradient", shows=moved(lambda m: not any(m.kept) and not any(m.cleared)))
def sgd(params, lr, batch_size):
    for p in params:
        p.grad *= lr / batch_size
        p.data -= p.grad


@cleared("last_cleared", about="loop", shows=moved(lambda m: m.kept[:-1] and all(m.kept[:-1]) and m.cleared[-1]))
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
    p.grad.zero_()


# A tuple, a generator or a single number is not handled.
generator = partial(mistake, explains=["generator"])


@generator("no_dimension", about="place", shows=raised(r"0-d(?:im)? tensor"))
def sgd(params, lr, batch_size):
    for p in params:
        p.data[:] = p.data - lr * p.grad / batch_size
        p.grad = None


@generator("assigned_items", about="place",
           shows=raised("'tuple' object does not support item assignment", r"\]\s*[-+*/]="))  # fmt: skip
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for i in range(len(params)):
            params[i] -= lr * params[i].grad / batch_size
            params[i].grad.zero_()


@generator("walked_twice", about="loop", shows=moves.went_twice)
def sgd(params, lr, batch_size):
    for i in range(len(params)):
        right([params[i]], lr, batch_size)


@generator("walked_twice", shows=moves.went_twice)
def sgd(params, lr, batch_size):
    for p in params:
        p.data -= lr * p.grad / batch_size
    for p in params:
        p.grad.zero_()


@generator("walked_twice", shows=moves.went_twice)
def sgd(params, lr, batch_size):
    grads = [p.grad for p in params]
    for p, g in zip(params, grads):
        p.data -= lr * g / batch_size
        p.grad = None


# The parameters or PyTorch are left in another state.


@mistake("requires_no_grad", explains=["leaf"], about="place", shows=moves.stopped_training)
def sgd(params, lr, batch_size):
    for p in params:
        p.requires_grad = False
        p -= lr * p.grad / batch_size
        p.grad.zero_()


@mistake("grad_mode", explains=["leaf"], about="place", shows=moves.left_off)
def sgd(params, lr, batch_size):
    torch.set_grad_enabled(False)
    for p in params:
        p -= lr * p.grad / batch_size
        p.grad.zero_()


# Wrong answers that the sentence of the check explains.


@mistake.unnamed("integrity")
def sgd(params, lr, batch_size):
    optimizer = torch.optim.SGD(params, lr=lr / batch_size)
    optimizer.step()
    optimizer.zero_grad()


@mistake.unnamed("precision")
def sgd(params, lr, batch_size):
    for p in params:
        p.data = (p.data - lr * p.grad / batch_size).float()
        p.grad = None


@mistake.unnamed("other_shapes")
def sgd(params, lr, batch_size):
    right([p for _, p in zip(range(10), params)], lr, batch_size)
