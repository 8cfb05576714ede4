import torch


def step_one(param, step):
    with torch.no_grad():
        torch.sub(param, param.grad, alpha=step, out=param)
    param.grad = torch.zeros_like(param)


def sgd(params, lr, batch_size, verbose=False):
    step = lr / batch_size
    list(map(lambda p: step_one(p, step), params))
    if verbose:
        print("step", step)
