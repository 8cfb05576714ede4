import torch


def loss(o, y):
    return torch.logsumexp(o, 1) - o[range(len(y)), y]


def softmax_cross_entropy_grad(logits, y, h=1e-3):
    grad = torch.zeros_like(logits)
    for j in range(logits.shape[1]):
        step = torch.zeros_like(logits)
        step[:, j] = h
        grad[:, j] = (loss(logits + step, y) - loss(logits - step, y)) / (2 * h)
    return grad
