import torch


def evaluate_accuracy(net, data_iter):
    n = sum(y.numel() for _, y in data_iter)
    if isinstance(net, torch.nn.Module):
        net.eval()
    right = 0.0
    with torch.no_grad():
        for X, y in data_iter:
            right += (net(X).argmax(dim=1) == y).sum().item()
    return right / n
