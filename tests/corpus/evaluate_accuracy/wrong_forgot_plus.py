import torch


def evaluate_accuracy(net, data_iter):
    # 评估
    if isinstance(net, torch.nn.Module):
        net.eval()
    correct = 0
    n = 0
    with torch.no_grad():
        for X, y in data_iter:
            correct = (net(X).argmax(dim=1) == y).sum().item()
            n = y.shape[0]
    return correct / n
