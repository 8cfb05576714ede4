import torch


class CE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y_hat, y):
        ctx.save_for_backward(y_hat, y)
        return -torch.log(y_hat[range(len(y)), y])
    @staticmethod
    def backward(ctx, g):
        y_hat, y = ctx.saved_tensors
        d = torch.zeros_like(y_hat)
        d[range(len(y)), y] = -g / y_hat[range(len(y)), y]
        return d, None


def cross_entropy(y_hat, y):
    return CE.apply(y_hat, y)
