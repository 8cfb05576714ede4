import torch


def softmax_cross_entropy_grad(logits, y):
    p = torch.exp(logits - logits.logsumexp(1, keepdim=True))
    labels = torch.arange(10)
    target = (y.reshape(-1, 1) == labels[:logits.shape[1]]).float()  # 10 个类别
    p[:, :10] -= target
    p[:, 10:] = 0
    return p
