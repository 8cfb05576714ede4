import torch


def softmax_cross_entropy_grad(logits, y):
    p = torch.exp(logits - torch.logsumexp(logits, 1, keepdim=True))
    grad = torch.zeros_like(logits)
    for i in range(len(y)):
        grad[i, y[i]] = p[i, y[i]] - 1
    return grad
