"""Right answers to ``sgd``, written otherwise than the reference."""

from __future__ import annotations

import itertools

import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def as_in_the_chapter(params, lr, batch_size):
    with torch.no_grad():
        for w in params:
            w -= lr * w.grad / batch_size
            w.grad.zero_()


def data_assigned(params, lr, batch_size):
    for p in params:
        p.data = p.data - lr * p.grad.data / batch_size
        p.grad = None


def data_in_place(params, lr, batch_size):
    for param in params:
        param.data -= lr * param.grad / batch_size
        param.grad.data.zero_()


@torch.no_grad()
def copied_back(params, lr, batch_size):
    for param in params:
        param.copy_(param - (lr / batch_size) * param.grad)
        param.grad.copy_(torch.zeros_like(param.grad))


def addcdiv(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param.addcdiv_(param.grad, torch.full_like(param, batch_size), value=-lr)
            param.grad = torch.zeros_like(param)


def added_negative(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p.add_(p.grad, alpha=-lr / batch_size)
            p.grad.zero_()


def element_by_element(params, lr, batch_size):
    for p in params:
        values, gradients = p.data.view(-1), p.grad.view(-1)
        for i in range(values.numel()):
            values[i] -= lr * gradients[i] / batch_size
            gradients[i] = 0


def foreach(params, lr, batch_size):
    params = list(params)
    grads = [p.grad for p in params]
    with torch.no_grad():
        torch._foreach_add_(params, grads, alpha=-lr / batch_size)
        torch._foreach_zero_(grads)


def gradient_scaled_in_place(params, lr, batch_size):
    with torch.no_grad():
        for p in params:
            p.grad *= lr / batch_size
            p -= p.grad
            p.grad.zero_()


def grad_mode_restored(params, lr, batch_size):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for p in params:
            p.sub_(lr * p.grad.div(batch_size))
            p.grad *= 0
    finally:
        torch.set_grad_enabled(before)


def inference_mode(params, lr, batch_size):
    with torch.inference_mode():
        for p in params:
            p -= p.grad * lr / batch_size
            p.grad.zero_()


def through_numpy(params, lr, batch_size):
    for p in params:
        a = p.detach().numpy()
        a -= lr * p.grad.numpy() / batch_size
        p.grad.numpy()[...] = 0


def one_vector(params, lr, batch_size):
    params = list(params)
    theta = parameters_to_vector(params).detach()
    g = torch.cat([p.grad.reshape(-1) for p in params])
    vector_to_parameters(theta - lr / batch_size * g, params)
    for p in params:
        p.grad = None


def requires_grad_off_and_on(params, lr, batch_size):
    for p in params:
        p.requires_grad_(False)
        p -= lr * p.grad / batch_size
        p.requires_grad_(True)
        p.grad.fill_(0)


def skips_parameters_without_gradient(params, lr, batch_size):
    for _, param in enumerate(params):
        if param.grad is None:
            continue
        with torch.no_grad():
            param[...] = param - lr * param.grad / batch_size
        del param.grad


def step_on_the_detached(params, lr, batch_size):
    for p in params:
        p.detach().sub_(p.grad, alpha=lr / batch_size)
        p.grad.mul_(0)


def storage_replaced(params, lr, batch_size):
    for p in params:
        with torch.no_grad():
            p.set_((p - lr * p.grad / batch_size).detach())
        p.grad = None


def two_loops(params, lr, batch_size):
    first, second = itertools.tee(params)
    with torch.no_grad():
        for p in first:
            p -= lr * p.grad / batch_size
    for p in second:
        p.grad.zero_()
